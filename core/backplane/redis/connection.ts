import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../../logger.js';
import { eventLogLimits } from '../event-log.js';

export type RedisClient = Redis | Cluster;

/** A client of one Redis, or of a cluster when the address lists several nodes, separated by commas. */
export interface RedisConnection {
  /** For commands: fails fast while there is no connection, and after a bounded wait for an answer. */
  commands: RedisClient;
  /** For subscriptions only: waits for the connection, and renews them when it is back. */
  subscriber: Redis;
  /** Resolves when commands can be sent, or after `limitMs` when they cannot yet. */
  ready(limitMs: number): Promise<boolean>;
  close(): void;
}

/**
 * Half of what a call may take: a command waits for at most one batch of commands before its own, since
 * auto-pipelining has one batch on the way at a time.
 */
const COMMAND_TIMEOUT_MS = eventLogLimits.appendTimeoutMs / 2;
/** A connection that owes an answer and delivers no byte for this long is dead and is made anew. */
const SILENCE_MS = 3_000;

const retryDelayMs = (attempt: number) => Math.min(50 * 2 ** Math.min(attempt, 10), 1_000);

const shared = {
  connectTimeout: 2_000,
  keepAlive: 10_000,
  socketTimeout: SILENCE_MS,
} satisfies RedisOptions;

const subscriberOptions = {
  ...shared,
  connectionName: 'aside-subscriber',
  maxRetriesPerRequest: null,
} satisfies RedisOptions;

export function createRedisConnection(options: { url: string; logger: Logger }): RedisConnection {
  const [first, ...others] = options.url.split(',').map((node) => new URL(node.trim())) as [URL, ...URL[]];
  const { commands, subscriber } =
    others.length === 0 ? connectSingle(first.href) : connectCluster([first, ...others]);
  for (const client of [commands, subscriber]) logOutages(client, options.logger);
  return {
    commands,
    subscriber,
    ready: (limitMs) => becomesReady(commands, limitMs),
    close: () => {
      commands.disconnect();
      subscriber.disconnect();
    },
  };
}

function connectSingle(url: string): { commands: Redis; subscriber: Redis } {
  return {
    commands: new Redis(url, {
      ...shared,
      connectionName: 'aside-commands',
      enableOfflineQueue: false,
      enableAutoPipelining: true,
      // What was sent is not sent again by itself: whether it was done is known to the guard of its author.
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_TIMEOUT_MS,
      retryStrategy: retryDelayMs,
    }),
    subscriber: new Redis(url, { ...subscriberOptions, retryStrategy: retryDelayMs }),
  };
}

function connectCluster(nodes: [URL, ...URL[]]): { commands: Cluster; subscriber: Redis } {
  const [first] = nodes;
  const options: ClusterOptions = {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    clusterRetryStrategy: retryDelayMs,
    slotsRefreshTimeout: 2_000,
    redisOptions: {
      ...shared,
      commandTimeout: COMMAND_TIMEOUT_MS,
      ...(first.username ? { username: decodeURIComponent(first.username) } : {}),
      ...(first.password ? { password: decodeURIComponent(first.password) } : {}),
      ...(first.protocol === 'rediss:' ? { tls: {} } : {}),
    },
  };
  const addresses = nodes.map((node) => ({ host: node.hostname, port: Number(node.port || 6379) }));
  return { commands: new Cluster(addresses, options), subscriber: connectAnyNode(nodes) };
}

/**
 * Plain messages reach every node of a cluster, so that any one will do; when it breaks, the next of the list is
 * tried. The cluster client's own subscriber would not tell when it had to move, and messages were missed.
 */
function connectAnyNode(nodes: [URL, ...URL[]]): Redis {
  const subscriber = new Redis(nodes[0].href, {
    ...subscriberOptions,
    retryStrategy: (attempt) => {
      const next = nodes[attempt % nodes.length] ?? nodes[0];
      Object.assign(subscriber.options, { host: next.hostname, port: Number(next.port || 6379) });
      return retryDelayMs(attempt);
    },
  });
  return subscriber;
}

/** An 'error' event without a listener would end the process; an outage is logged once, not at every retry. */
function logOutages(client: RedisClient, logger: Logger): void {
  let away = false;
  client.on('error', (error: Error) => {
    if (!away) logger.warn({ err: error }, 'Redis cannot be reached');
    away = true;
  });
  client.on('ready', () => {
    if (away) logger.info('Redis is back');
    away = false;
  });
}

async function becomesReady(client: RedisClient, limitMs: number): Promise<boolean> {
  if (client.status === 'ready') return true;
  return await new Promise((resolve) => {
    const settle = (ready: boolean) => {
      clearTimeout(timer);
      client.off('ready', onReady);
      resolve(ready);
    };
    const onReady = () => settle(true);
    const timer = setTimeout(() => settle(false), limitMs);
    client.once('ready', onReady);
  });
}
