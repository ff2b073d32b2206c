import type { Config } from '../config.js';
import type { JobQueueDefinition } from '../contracts/jobs.js';
import type { Logger } from '../logger.js';
import { type DeliveredJob, type JobWorker, openWorker } from './queue-connections.js';

export type JobProcessor<Payload> = (
  job: DeliveredJob<Payload>,
  token: string,
  signal: AbortSignal | undefined,
) => Promise<string>;

export const consumerLimits = {
  /**
   * A job whose worker fell silent is handed to another after at most lock + check. A turn that was taken and not yet
   * claimed waits for that, since nothing else may touch its job: no longer than for a lease. BullMQ renews a lock when
   * half of it is over, which may take until a silent connection is given up (2 s): that has to be within the lock.
   */
  lockMs: 5_000,
  stalledCheckMs: 1_000,
  /**
   * A loop that looked for no job for this long is stuck. An idle one waits 1 s for a job on Redis, 5 s on Postgres,
   * where it waits for a delayed job as long as that is: for a retry 20 s at most, for a job by the clock longer.
   */
  stuckAfterMs: 30_000,
  /** Death of a worker is not the job's fault; of a turn Postgres counts the attempts and gives up in the end. */
  maxStalls: 1_000,
} as const;

export interface JobConsumer<Payload = unknown> {
  worker: JobWorker<Payload>;
  /** Settles when jobs can be taken; with Redis at once, since that may be away for now. */
  ready(): Promise<void>;
  /** Takes jobs from now on. Rejects when the loop that does ends by an error; it does not begin again. */
  run(): Promise<void>;
  /**
   * Whether jobs are taken: the queue answered the loop that looks for them a short time ago, or as many are under
   * way as may be. A connection that answers PING proves neither.
   */
  isTaking(): boolean;
  /** Takes no more, and waits for the jobs under way unless `force`. */
  close(force: boolean): Promise<void>;
}

export function createJobConsumer<Payload>(deps: {
  config: Pick<Config, 'databaseUrl' | 'redisUrl'>;
  job: JobQueueDefinition;
  concurrency: number;
  processor: JobProcessor<Payload>;
  /** How long a job whose processor rejected with this error waits for its next attempt, where it has one. */
  retryDelayMs: (error: Error | undefined) => number;
  logger: Logger;
  limits?: Partial<Record<keyof typeof consumerLimits, number>>;
}): JobConsumer<Payload> {
  const { config, job: definition, concurrency, processor, logger } = deps;
  const limits = { ...consumerLimits, ...deps.limits };
  let underWay = 0;
  let answeredAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  // Three parameters: BullMQ gives its abort signal to nobody else.
  const process = async (job: DeliveredJob<Payload>, token?: string, signal?: AbortSignal) => {
    underWay++;
    try {
      return await processor(job, token ?? '', signal);
    } finally {
      underWay--;
    }
  };
  const { worker, ready, release } = openWorker<Payload>(config, definition.queue, process, {
    autorun: false,
    concurrency,
    lockDuration: limits.lockMs,
    stalledInterval: limits.stalledCheckMs,
    maxStalledCount: limits.maxStalls,
    removeOnComplete: definition.keep.completed,
    removeOnFail: definition.keep.failed,
    settings: { backoffStrategy: (_made: number, _type?: string, error?: Error) => deps.retryDelayMs(error) },
  });
  worker.on('error', (error) =>
    logger.warn({ err: error, queue: definition.queue }, 'the queue cannot be reached'),
  );
  // Taking a job is a write, and asking for one is how the loop goes round, whether there is one or not.
  const { backend } = worker;
  const take = backend.moveToActive.bind(backend);
  backend.moveToActive = async (token, name) => {
    const taken = await take(token, name);
    answeredAt = performance.now();
    return taken;
  };

  return {
    worker,
    ready,
    run: () => worker.run(),
    // The loop ends some time after it was told to.
    isTaking: () =>
      !closed &&
      worker.isRunning() &&
      (underWay >= concurrency || performance.now() - answeredAt < limits.stuckAfterMs),
    close: async (force) => {
      closed = true;
      await worker.close(force);
      await release();
    },
  };
}
