import { createBackplane } from '../core/backplane/create-backplane.js';
import { prepareQueues } from '../core/backplane/prepare-queues.js';
import { createTurnConsumer } from '../core/backplane/turn-consumer.js';
import { createTurnProducer } from '../core/backplane/turn-producer.js';
import { type Config, ConfigError } from '../core/config.js';
import { queueNames } from '../core/contracts/jobs.js';
import { createLifecycle } from '../core/lifecycle.js';
import type { Logger } from '../core/logger.js';
import { openDatabase } from '../core/store/data-source.js';
import { startHealthServer } from './health.js';
import { createClassifier } from './intent/classify.js';
import { intents } from './intent/intents.js';
import { createPostgresRetriever } from './knowledge/retriever.js';
import { createBedrockModel } from './model/bedrock.js';
import { retryDelayMs } from './processors/retry-later.js';
import { createTurnProcessor } from './processors/turn.js';
import { templates } from './prompt/templates.js';
import { startSweep } from './sweep.js';
import { createFlushClock } from './turn/flush-clock.js';
import { createLeases } from './turn/leases.js';

export interface RunningWorker {
  /** Takes no new work, lets running turns end for the grace time, hands the rest back, and closes everything. */
  close(): Promise<void>;
  healthPort: number;
}

/** Once interrupted, a turn is handed back within this time. */
const HAND_BACK_MS = 3_000;

/** Wires a worker and starts it. What was opened is closed again when a later part fails. */
export async function composeWorker(config: Config, logger: Logger): Promise<RunningWorker> {
  const unknown = config.worker.queues.find((name) => !queueNames.includes(name));
  if (unknown)
    throw new ConfigError(`WORKER_QUEUES names ${unknown}: the queues are ${queueNames.join(', ')}.`);

  const lifecycle = createLifecycle(logger);
  try {
    const db = await openDatabase({ url: config.databaseUrl, poolSize: 10, applicationName: 'aside-worker' });
    lifecycle.onClose('database', () => db.destroy());
    await prepareQueues(config);
    const backplane = await createBackplane({ config, logger });
    lifecycle.onClose('backplane', () => backplane.close());
    const producer = createTurnProducer({ config, logger });
    lifecycle.onClose('producer', () => producer.close());
    const model = createBedrockModel(config.bedrock, config.worker.concurrency);
    lifecycle.onClose('model', () => model.close());
    const leases = createLeases({ db, signals: backplane.signals, logger });
    lifecycle.onClose('leases', () => leases.close());

    const processor = createTurnProcessor({
      db,
      log: backplane.events,
      keys: backplane.keys,
      producer,
      leases,
      clock: createFlushClock(),
      classify: createClassifier(intents),
      retriever: createPostgresRetriever({ db }),
      templates,
      model,
      modelId: config.bedrock.modelIds[0] ?? '',
      logger,
    });
    const consumer = createTurnConsumer({
      config,
      concurrency: config.worker.concurrency,
      processor,
      retryDelayMs,
      logger,
    });
    lifecycle.onClose('consumer', async () => {
      const drained = consumer.close(false);
      const grace = setTimeout(() => leases.interruptAll('draining'), config.shutdownGraceMs);
      const deadline = new Promise<void>((resolve) =>
        setTimeout(resolve, config.shutdownGraceMs + HAND_BACK_MS).unref(),
      );
      await Promise.race([drained, deadline]);
      clearTimeout(grace);
    });
    let draining = false;
    const health = await startHealthServer({
      port: config.metricsPort,
      host: config.http.host,
      logger,
      ready: async () => {
        if (draining || !consumer.isTaking()) throw new Error('this worker takes no jobs');
        await Promise.all([db.query('SELECT 1'), backplane.check()]);
      },
    });
    lifecycle.onClose('health', () => health.close());
    lifecycle.onClose(
      'sweep',
      startSweep({ db, log: backplane.events, sweepExpired: backplane.sweepExpired, producer, logger }),
    );
    consumer.run().catch((error: unknown) => logger.error({ err: error }, 'the worker loop ended'));

    return {
      healthPort: health.port,
      close: () => {
        draining = true;
        return lifecycle.close();
      },
    };
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}
