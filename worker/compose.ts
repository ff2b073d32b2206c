import { collectDefaultMetrics, Registry } from 'prom-client';
import { createBackplane } from '../core/backplane/create-backplane.js';
import { prepareQueues } from '../core/backplane/prepare-queues.js';
import { createTurnConsumer, type TurnConsumer } from '../core/backplane/turn-consumer.js';
import { createTurnProducer } from '../core/backplane/turn-producer.js';
import type { Config } from '../core/config.js';
import { createHttpServer } from '../core/http-server.js';
import { createLifecycle } from '../core/lifecycle.js';
import type { Logger } from '../core/logger.js';
import { opsListener } from '../core/ops-listener.js';
import { createReadiness } from '../core/readiness.js';
import { openDatabase } from '../core/store/data-source.js';
import { createClassifier } from './intent/classify.js';
import { intents } from './intent/intents.js';
import { createPostgresRetriever } from './knowledge/retriever.js';
import { workerLimits } from './limits.js';
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
  /** Resolves when it was closed; rejects when the loop that takes jobs broke, which does not begin again. */
  done: Promise<void>;
}

/** Wires a worker and starts it. What was opened is closed again when a later part fails. */
export async function composeWorker(config: Config, logger: Logger): Promise<RunningWorker> {
  const lifecycle = createLifecycle(logger);
  let draining = false;
  let consumer: TurnConsumer | null = null;
  try {
    const db = await openDatabase({
      url: config.databaseUrl,
      poolSize: workerLimits.poolSize,
      applicationName: 'aside-worker',
    });
    lifecycle.onClose('database', () => db.destroy());
    await prepareQueues(config);
    const backplane = await createBackplane({ config, logger });
    lifecycle.onClose('backplane', () => backplane.close());
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const readiness = createReadiness({
      checks: {
        database: () => db.query('SELECT 1 FROM turns LIMIT 1'),
        backplane: () => backplane.check(),
        queue: async () => {
          if (!consumer?.isTaking()) throw new Error('this worker takes no jobs');
        },
      },
      isDraining: () => draining,
      logger,
    });
    // Closed after the turns have drained: until then it answers whoever asks whether this process lives.
    const health = createHttpServer(opsListener(registry, readiness));
    lifecycle.onClose('health', () => health.close(workerLimits.healthGraceMs));
    const { host } = config.http;
    const healthPort = await health.listen({ port: config.metricsPort, host }, 'METRICS_PORT');
    const producer = createTurnProducer({ config, deliverWithinMs: workerLimits.deliverMs, logger });
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
      classify: createClassifier(intents, Object.keys(templates.byName)),
      retriever: createPostgresRetriever({ db }),
      templates,
      model,
      modelId: config.bedrock.modelIds[0] ?? '',
      logger,
    });
    const turns = createTurnConsumer({
      config,
      concurrency: config.worker.concurrency,
      processor,
      retryDelayMs,
      logger,
    });
    consumer = turns;
    lifecycle.onClose('consumer', async () => {
      const drained = turns.close(false);
      const grace = setTimeout(() => leases.interruptAll('draining'), config.shutdownGraceMs);
      const deadline = new Promise<void>((resolve) =>
        setTimeout(resolve, config.shutdownGraceMs + workerLimits.handBackMs).unref(),
      );
      await Promise.race([drained, deadline]);
      clearTimeout(grace);
    });
    lifecycle.onClose(
      'sweep',
      startSweep({ db, log: backplane.events, sweepExpired: backplane.sweepExpired, producer, logger }),
    );

    const done = turns.run();
    // Whoever wants to know listens to `done`.
    done.catch(() => undefined);
    return {
      healthPort,
      done,
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
