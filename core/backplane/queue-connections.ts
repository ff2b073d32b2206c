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
import { connectRedis, redisLimits } from './redis/connect.js';
import { withinMs } from './within-ms.js';

/*
 * BullMQ's objects on Redis, or on its own Postgres backend. Its types name the backend that a queue was made for;
 * here they are told apart for the last time. Nothing depends on queue events: on the Postgres backend some of them
 * are lost.
 */

export type JobQueue<Payload> = Queue<Payload, string, string, Payload, string, string, IQueueBackend, never>;
export type JobWorker<Payload> = Worker<Payload, string, string, IQueueBackend>;
export type DeliveredJob<Payload> = Job<Payload, string>;

type BackplaneConfig = Pick<Config, 'databaseUrl' | 'redisUrl'>;
type Process<Payload> = (job: DeliveredJob<Payload>, token?: string, signal?: AbortSignal) => Promise<string>;
/** Closes the connections that BullMQ was given, and so does not close itself. */
type Release = () => Promise<void>;
/**
 * To be awaited before the object is used. On Postgres BullMQ remembers the outcome of its first connection for ever: an
 * object whose first one broke is of no use any more. On Redis it connects by itself whenever Redis is there.
 */
type Ready = () => Promise<void>;
/** Whenever there is a connection to Redis, the first time too; never where Postgres is the backplane. */
type OnConnected = (listener: () => void) => void;

/** Braces make one hash tag of it, so that all keys of the queues are on one node of a Redis Cluster. */
const REDIS_PREFIX = '{aside}';
export const queueConnectionLimits = {
  /** Of one BullMQ object, where Postgres is the backplane. */
  connections: 3,
  connectMs: 5_000,
  closeMs: 2_000,
} as const;

export interface OpenQueue<Payload> {
  queue: JobQueue<Payload>;
  ready: Ready;
  onConnected: OnConnected;
  /** Never rejects, and takes `closeMs` at most. */
  close(): Promise<void>;
}

export function openQueue<Payload>(
  config: BackplaneConfig,
  name: string,
  options: Pick<QueueOptions, 'defaultJobOptions' | 'skipMetasUpdate'>,
  onError: (error: Error) => void,
): OpenQueue<Payload> {
  const { queue, ready, onConnected, release } = connectQueue<Payload>(config, name, options, onError);
  queue.on('error', onError);
  return {
    queue,
    ready,
    onConnected,
    close: async () => {
      const closed = withinMs(
        queue.close(),
        queueConnectionLimits.closeMs,
        'the queue did not close in time',
      );
      await closed.catch(onError);
      await release();
    },
  };
}

function connectQueue<Payload>(
  config: BackplaneConfig,
  name: string,
  options: Pick<QueueOptions, 'defaultJobOptions' | 'skipMetasUpdate'>,
  onError: (error: Error) => void,
): { queue: JobQueue<Payload>; ready: Ready; onConnected: OnConnected; release: Release } {
  if (config.redisUrl === null) {
    const backed = withBackend(createPostgresBackend);
    const queue = new backed.Queue<Payload, string>(name, {
      ...options,
      connection: postgresConnection(config.databaseUrl),
    });
    return {
      queue: queue as unknown as JobQueue<Payload>,
      ready: async () => void (await queue.waitUntilReady()),
      onConnected: () => undefined,
      release: async () => undefined,
    };
  }
  const connection = connectRedis(config.redisUrl, 'queue-producer');
  connection.on('error', onError);
  const queue = new Queue<Payload, string>(name, {
    ...options,
    connection,
    prefix: REDIS_PREFIX,
    skipWaitingForReady: true,
    skipVersionCheck: true,
  });
  return {
    queue: queue as unknown as JobQueue<Payload>,
    ready: async () => undefined,
    onConnected: (listener) => void connection.on('ready', listener),
    release: async () => connection.disconnect(),
  };
}

export function openWorker<Payload>(
  config: BackplaneConfig,
  name: string,
  process: Process<Payload>,
  options: Omit<WorkerOptions, 'connection'>,
): { worker: JobWorker<Payload>; ready: Ready; release: Release } {
  if (config.redisUrl === null) {
    const backed = withBackend(createPostgresBackend);
    const worker = new backed.Worker<Payload, string>(name, process, {
      ...options,
      connection: postgresConnection(config.databaseUrl),
    });
    return {
      worker: worker as unknown as JobWorker<Payload>,
      ready: async () => void (await worker.waitUntilReady()),
      release: async () => undefined,
    };
  }
  const connection = connectRedis(config.redisUrl, 'queue-worker');
  // BullMQ listens too, but not from the beginning; an error that nobody hears ends the process.
  connection.on('error', () => undefined);
  const worker = new Worker<Payload, string>(name, process, {
    ...options,
    connection,
    prefix: REDIS_PREFIX,
    drainDelay: redisLimits.blockSeconds,
  });
  // With a delayed job in the queue BullMQ would block for up to 10 s, and a dead connection be known no sooner.
  Object.defineProperty(worker.backend, 'maximumBlockTimeout', { value: redisLimits.blockSeconds });
  return {
    worker: worker as unknown as JobWorker<Payload>,
    ready: async () => undefined,
    release: async () => connection.disconnect(),
  };
}

function postgresConnection(url: string) {
  return {
    connectionString: url,
    max: queueConnectionLimits.connections,
    connectionTimeoutMillis: queueConnectionLimits.connectMs,
    keepAlive: true,
  };
}
