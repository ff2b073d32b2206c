import { collectDefaultMetrics, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { createBackplane } from '../core/backplane/create-backplane.js';
import type { Backplane } from '../core/backplane/index.js';
import { createJobConsumer, type JobConsumer } from '../core/backplane/job-consumer.js';
import { keepScheduled } from '../core/backplane/keep-scheduled.js';
import { prepareQueues } from '../core/backplane/prepare-queues.js';
import { openQueue } from '../core/backplane/queue-connections.js';
import { createTurnProducer } from '../core/backplane/turn-producer.js';
import type { Config } from '../core/config.js';
import { type MaintenanceJob, maintenanceJob, turnJob } from '../core/contracts/jobs.js';
import { createHttpServer } from '../core/http-server.js';
import { createLifecycle, type Lifecycle } from '../core/lifecycle.js';
import type { Logger } from '../core/logger.js';
import { opsListener } from '../core/ops-listener.js';
import { createReadiness } from '../core/readiness.js';
import { openDatabase } from '../core/store/data-source.js';
import { loadIntents } from './intent/load-intents.js';
import { createUnderstanding } from './intent/understand.js';
import { createPostgresRetriever } from './knowledge/retriever.js';
import { createLeaseJudge } from './lease-judge.js';
import { workerLimits } from './limits.js';
import { createBedrockModel } from './model/bedrock.js';
import { createMaintenanceProcessor } from './processors/maintenance.js';
import { OTHERWISE_MS, retryDelayMs } from './processors/retry-later.js';
import { createTurnProcessor } from './processors/turn.js';
import { templates } from './prompt/templates.js';
import { startSweep } from './sweep.js';
import { createFlushClock } from './turn/flush-clock.js';
import { createLeases, leaseTimes } from './turn/leases.js';

export interface RunningWorker {
  /** Takes no new work, lets running turns end for the grace time, hands the rest back, and closes everything. */
  close(): Promise<void>;
  healthPort: number;
  /** Resolves when it was closed; rejects when a loop that takes jobs broke, which does not begin again. */
  done: Promise<void>;
}

/** Wires a worker and starts it. What was opened is closed again when a later part fails. */
export async function composeWorker(config: Config, logger: Logger): Promise<RunningWorker> {
  const lifecycle = createLifecycle(logger);
  let draining = false;
  // Before anything is opened: a wrong file is said whatever else is wrong.
  const understand = createUnderstanding(loadIntents(), Object.keys(templates.byName));
  const consumers: Pick<JobConsumer, 'ready' | 'run' | 'isTaking' | 'close'>[] = [];
  const serves = (job: { queue: string }) => config.worker.queues.includes(job.queue);
  try {
    const db = await openDatabase({
      url: config.databaseUrl,
      poolSize: workerLimits.poolSize,
      applicationName: 'aside-worker',
    });
    lifecycle.onClose('database', () => db.destroy());
    const leaseDb = await openDatabase({
      url: config.databaseUrl,
      poolSize: workerLimits.leasePoolSize,
      applicationName: 'aside-worker-leases',
      connectTimeoutMs: leaseTimes.renewWithinMs,
      queryMs: workerLimits.leaseQueryMs,
    });
    lifecycle.onClose('database of leases', () => leaseDb.destroy());
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
          const taking = consumers.length > 0 && consumers.every((consumer) => consumer.isTaking());
          if (!taking) throw new Error('this worker takes no jobs');
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
    await producer.ready();
    const model = createBedrockModel(config.bedrock, config.worker.concurrency);
    lifecycle.onClose('model', () => model.close());
    const leases = createLeases({ db: leaseDb, signals: backplane.signals, logger });
    lifecycle.onClose('leases', () => leases.close());

    const processor = createTurnProcessor({
      db,
      log: backplane.events,
      keys: backplane.keys,
      producer,
      leases,
      clock: createFlushClock(),
      understand,
      retriever: createPostgresRetriever({ db }),
      templates,
      model,
      modelId: config.bedrock.modelIds[0] ?? '',
      logger,
    });
    if (serves(turnJob)) {
      const { concurrency } = config.worker;
      consumers.push(
        createJobConsumer({ config, job: turnJob, concurrency, processor, retryDelayMs, logger }),
      );
    }
    const leaving = new AbortController();
    if (serves(maintenanceJob)) {
      consumers.push(
        await maintenance({ config, db, backplane, leaving: leaving.signal, lifecycle, logger }),
      );
    }
    lifecycle.onClose('consumers', async () => {
      leaving.abort();
      const drained = Promise.all(consumers.map((consumer) => consumer.close(false)));
      const grace = setTimeout(() => leases.interruptAll('draining'), config.shutdownGraceMs);
      const deadline = new Promise<void>((resolve) =>
        setTimeout(resolve, config.shutdownGraceMs + workerLimits.handBackMs).unref(),
      );
      await Promise.race([drained, deadline]);
      clearTimeout(grace);
    });
    const judge = createLeaseJudge({ db: leaseDb, logger });
    lifecycle.onClose('lease judge', () => judge.close());
    lifecycle.onClose('sweep', startSweep({ db, log: backplane.events, producer, judge, logger }));

    await Promise.all(consumers.map((consumer) => consumer.ready()));
    const done = Promise.all(consumers.map((consumer) => consumer.run())).then(() => undefined);
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

/** Takes the jobs by the clock, and sees that their schedules stand. */
async function maintenance(deps: {
  config: Config;
  db: DataSource;
  backplane: Backplane;
  leaving: AbortSignal;
  lifecycle: Lifecycle;
  logger: Logger;
}): Promise<JobConsumer<MaintenanceJob>> {
  const { config, db, backplane, leaving, lifecycle, logger } = deps;
  const { events, keys, sweepExpired } = backplane;
  const { queue, ready, close } = openQueue<MaintenanceJob>(config, maintenanceJob.queue, {}, (error) =>
    logger.warn({ err: error, queue: maintenanceJob.queue }, 'the queue cannot be reached'),
  );
  lifecycle.onClose('maintenance queue', close);
  await ready();
  lifecycle.onClose('schedules', keepScheduled({ queue, schedules: maintenanceJob.schedules, logger }));
  return createJobConsumer({
    config,
    job: maintenanceJob,
    concurrency: 1,
    processor: createMaintenanceProcessor(
      { db, events, keys, sweepExpired, policy: config.retention, logger },
      leaving,
    ),
    retryDelayMs: () => OTHERWISE_MS,
    logger,
    limits: { stuckAfterMs: workerLimits.maintenanceStuckAfterMs },
  });
}
