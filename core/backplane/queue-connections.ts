import {
  createPostgresBackend,
  type IQueueBackend,
  type Job,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import type { Config } from '../config.js';
import { type TurnJob, turnJob } from '../contracts/jobs.js';
import { connectRedis } from './redis/connect.js';

/*
 * BullMQ's objects on Redis, or on its own Postgres backend. Its types name the backend that a queue was made for;
 * here they are told apart for the last time. Nothing depends on queue events: on the Postgres backend some of them
 * are lost.
 */

export type TurnQueue = Queue<TurnJob, string, string, TurnJob, string, string, IQueueBackend, never>;
export type TurnWorker = Worker<TurnJob, string, string, IQueueBackend>;
export type DeliveredJob = Job<TurnJob, string>;

type BackplaneConfig = Pick<Config, 'databaseUrl' | 'redisUrl'>;
type Process = (job: DeliveredJob, token?: string, signal?: AbortSignal) => Promise<string>;
/** Closes the connections that BullMQ was given, and so does not close itself. */
type Release = () => Promise<void>;

/** Braces make one hash tag of it, so that all keys of the queues are on one node of a Redis Cluster. */
const REDIS_PREFIX = '{aside}';
/** Of one BullMQ object, where Postgres is the backplane. */
export const queueConnectionLimits = { connections: 3, connectMs: 5_000 } as const;

export function openTurnQueue(
  config: BackplaneConfig,
  options: Pick<QueueOptions, 'defaultJobOptions'>,
  onError: (error: Error) => void,
): { queue: TurnQueue; release: Release } {
  if (config.redisUrl === null) {
    const backed = withBackend(createPostgresBackend);
    const queue = new backed.Queue<TurnJob, string>(turnJob.queue, {
      ...options,
      connection: postgresConnection(config.databaseUrl),
    });
    queue.on('error', onError);
    return { queue: queue as unknown as TurnQueue, release: async () => undefined };
  }
  const connection = connectRedis(config.redisUrl, 'queue-producer');
  connection.on('error', onError);
  const queue = new Queue<TurnJob, string>(turnJob.queue, {
    ...options,
    connection,
    prefix: REDIS_PREFIX,
    skipWaitingForReady: true,
    skipVersionCheck: true,
  });
  queue.on('error', onError);
  return { queue: queue as unknown as TurnQueue, release: async () => connection.disconnect() };
}

export function openTurnWorker(
  config: BackplaneConfig,
  process: Process,
  options: Omit<WorkerOptions, 'connection'>,
): { worker: TurnWorker; release: Release } {
  if (config.redisUrl === null) {
    const backed = withBackend(createPostgresBackend);
    const worker = new backed.Worker<TurnJob, string>(turnJob.queue, process, {
      ...options,
      connection: postgresConnection(config.databaseUrl),
    });
    return { worker: worker as unknown as TurnWorker, release: async () => undefined };
  }
  const connection = connectRedis(config.redisUrl, 'queue-worker');
  // BullMQ listens too, but not from the beginning; an error that nobody hears ends the process.
  connection.on('error', () => undefined);
  const worker = new Worker<TurnJob, string>(turnJob.queue, process, {
    ...options,
    connection,
    prefix: REDIS_PREFIX,
  });
  return { worker: worker as unknown as TurnWorker, release: async () => connection.disconnect() };
}

function postgresConnection(url: string) {
  return {
    connectionString: url,
    max: queueConnectionLimits.connections,
    connectionTimeoutMillis: queueConnectionLimits.connectMs,
    keepAlive: true,
  };
}
