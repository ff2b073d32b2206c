import {
  createPostgresBackend,
  type IQueueBackend,
  type Job,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import pg from 'pg';
import type { Config } from '../config.js';
import { type TurnJob, turnJob } from '../contracts/jobs.js';
import type { Turn } from '../domain/turn.js';
import type { Logger } from '../logger.js';

/**
 * The BullMQ queue of turns, on Redis or on BullMQ's own Postgres backend. Nothing here depends on queue events:
 * on the Postgres backend some of them are lost.
 */
export type TurnQueue = Queue<TurnJob, string, string, TurnJob, string, string, IQueueBackend, never>;
export type TurnWorker = Worker<TurnJob, string, string, IQueueBackend>;
export type DeliveredJob = Job<TurnJob, string>;

type BackplaneConfig = Pick<Config, 'databaseUrl' | 'redisUrl'>;

export const queueLimits = {
  /** How long handing a job over may take; then it is left to the sweep. */
  addTimeoutMs: 400,
  /** Connections of one BullMQ object to Postgres. */
  postgresPool: 3,
  /** A job whose worker fell silent is handed to another after at most lock + check. */
  lockMs: 15_000,
  stalledCheckMs: 5_000,
} as const;

/** Braces make one hash tag of it, so that all keys of the queues are on one node of a Redis Cluster. */
const REDIS_PREFIX = '{aside}';

export interface TurnProducer {
  queue: TurnQueue;
  /**
   * Hands a turn to the queue. Rejects within {@link queueLimits.addTimeoutMs} when the queue cannot be reached.
   * Giving the same turn and epoch twice is harmless. `replace` removes an ended job of the same id first: a
   * turn that is still queued although its job has ended needs another one.
   */
  deliver(turn: Delivery, options?: { delayMs?: number; replace?: boolean }): Promise<void>;
  close(): Promise<void>;
}

type Delivery = Pick<Turn, 'id' | 'sessionId' | 'epoch' | 'correlationId'>;

export function createTurnProducer(deps: { config: BackplaneConfig; logger: Logger }): TurnProducer {
  const { config, logger } = deps;
  const onError = (error: Error) => logger.warn({ err: error }, 'the queue cannot be reached');
  const shared = { defaultJobOptions: turnJobOptions };
  const { queue, release } = config.redisUrl
    ? redisQueue(config.redisUrl, shared, onError)
    : postgresQueue(config.databaseUrl, shared);
  queue.on('error', onError);

  return {
    queue,
    deliver: async (turn, options = {}) => {
      const jobId = turnJob.id(turn.id, turn.epoch);
      const add = async () => {
        if (options.replace) await removeEnded(queue, jobId);
        const payload: TurnJob = {
          turn_id: turn.id,
          session_id: turn.sessionId,
          correlation_id: turn.correlationId,
        };
        await queue.add(turnJob.name, payload, {
          jobId,
          ...(options.delayMs ? { delay: options.delayMs } : {}),
        });
      };
      await within(queueLimits.addTimeoutMs, add());
    },
    close: async () => {
      await within(2_000, queue.close()).catch(onError);
      await release();
    },
  };
}

const turnJobOptions = {
  // The turn counts its own failures and decides; this only has to be more than it will ever allow.
  attempts: 20,
  backoff: { type: 'custom' },
  removeOnComplete: turnJob.keep.completed,
  removeOnFail: turnJob.keep.failed,
};

/** An attempt failed and is to be made again: BullMQ delays the job by `delayMs`. */
export class RetryLater extends Error {
  readonly delayMs: number;

  constructor(message: string, delayMs: number, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'RetryLater';
    this.delayMs = delayMs;
  }
}

export type TurnProcessor = (
  job: DeliveredJob,
  token: string,
  signal: AbortSignal | undefined,
) => Promise<string>;

export interface TurnConsumer {
  worker: TurnWorker;
  close(force: boolean): Promise<void>;
}

/** Takes jobs from the queue as soon as `run()` of the worker is called. */
export function createTurnConsumer(deps: {
  config: BackplaneConfig;
  concurrency: number;
  processor: TurnProcessor;
  logger: Logger;
}): TurnConsumer {
  const { config, processor, logger } = deps;
  const options = {
    autorun: false,
    concurrency: deps.concurrency,
    lockDuration: queueLimits.lockMs,
    stalledInterval: queueLimits.stalledCheckMs,
    // Death of a worker is not the turn's fault; Postgres counts attempts and gives up in the end.
    maxStalledCount: 1_000,
    removeOnComplete: turnJob.keep.completed,
    removeOnFail: turnJob.keep.failed,
    settings: {
      backoffStrategy: (_attemptsMade: number, _type?: string, error?: Error) =>
        error instanceof RetryLater ? error.delayMs : 1_000,
    },
  };
  // Three parameters: BullMQ gives its abort signal to nobody else.
  const process = (job: DeliveredJob, token?: string, signal?: AbortSignal) =>
    processor(job, token ?? '', signal);
  const { worker, release } = config.redisUrl
    ? redisWorker(config.redisUrl, process, options)
    : postgresWorker(config.databaseUrl, process, options);
  worker.on('error', (error) => logger.warn({ err: error }, 'the queue cannot be reached'));
  return {
    worker,
    close: async (force) => {
      await worker.close(force);
      await release();
    },
  };
}

/** Creates BullMQ's tables where Postgres is the backplane; safe to run at every start, and by several at once. */
export async function prepareQueues(config: BackplaneConfig): Promise<void> {
  if (config.redisUrl) return;
  const client = new pg.Client({ connectionString: config.databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}

type Release = () => Promise<void>;

function redisQueue(
  url: string,
  options: Pick<QueueOptions, 'defaultJobOptions'>,
  onError: (error: Error) => void,
): { queue: TurnQueue; release: Release } {
  // A request must not wait for Redis: fail at once while it is away.
  const connection = connectRedis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 2_000,
  });
  connection.on('error', onError);
  const queue = new Queue<TurnJob, string>(turnJob.queue, {
    ...options,
    connection,
    prefix: REDIS_PREFIX,
    skipWaitingForReady: true,
    skipVersionCheck: true,
  });
  return {
    queue: queue as unknown as TurnQueue,
    release: async () => connection.disconnect(),
  };
}

function postgresQueue(
  url: string,
  options: Pick<QueueOptions, 'defaultJobOptions'>,
): { queue: TurnQueue; release: Release } {
  const backed = withBackend(createPostgresBackend);
  const queue = new backed.Queue<TurnJob, string>(turnJob.queue, {
    ...options,
    connection: postgresConnection(url),
  });
  return { queue: queue as unknown as TurnQueue, release: async () => undefined };
}

type Process = (job: DeliveredJob, token?: string, signal?: AbortSignal) => Promise<string>;
type ConsumerOptions = Omit<WorkerOptions, 'connection'>;

function redisWorker(
  url: string,
  process: Process,
  options: ConsumerOptions,
): { worker: TurnWorker; release: Release } {
  // BullMQ's blocking commands must outlive an outage.
  const connection = connectRedis(url, { maxRetriesPerRequest: null });
  connection.on('error', () => undefined);
  const worker = new Worker<TurnJob, string>(turnJob.queue, process, {
    ...options,
    connection,
    prefix: REDIS_PREFIX,
  });
  return {
    worker: worker as unknown as TurnWorker,
    release: async () => connection.disconnect(),
  };
}

function postgresWorker(
  url: string,
  process: Process,
  options: ConsumerOptions,
): { worker: TurnWorker; release: Release } {
  const backed = withBackend(createPostgresBackend);
  const worker = new backed.Worker<TurnJob, string>(turnJob.queue, process, {
    ...options,
    connection: postgresConnection(url),
  });
  return { worker: worker as unknown as TurnWorker, release: async () => undefined };
}

function postgresConnection(url: string) {
  return {
    connectionString: url,
    max: queueLimits.postgresPool,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  };
}

function connectRedis(url: string, options: RedisOptions): Redis | Cluster {
  const retry = (times: number) => Math.min(50 * 2 ** Math.min(times, 6), 2_000);
  const nodes = url.split(',').map((node) => node.trim());
  return nodes.length > 1
    ? new Cluster(nodes, { clusterRetryStrategy: retry, redisOptions: options })
    : new Redis(url, { ...options, retryStrategy: retry });
}

async function removeEnded(queue: TurnQueue, jobId: string): Promise<void> {
  const job = await queue.getJob(jobId);
  if (!job) return;
  const state = await job.getState();
  if (state === 'completed' || state === 'failed') await job.remove();
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the queue did not answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
