import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../../logger.js';
import { connectRedis, nodesOf, type RedisClient, retryDelayMs, sharedOptions } from './connect.js';

/** A client of one Redis, or of a cluster when the address lists several nodes, separated by commas. */
export interface RedisConnection {
  /** For commands: fails fast while there is no connection, and after a bounded wait for an answer. */
  commands: RedisClient;
  /** For subscriptions only: waits for the connection. Whoever subscribes renews them when it is back. */
  subscriber: Redis;
  /** Resolves when commands can be sent, or after `limitMs` when they cannot yet. */
  ready(limitMs: number): Promise<boolean>;
  close(): void;
}

const subscriberOptions = {
  ...sharedOptions,
  connectionName: 'aside-subscriber',
  maxRetriesPerRequest: null,
  autoResubscribe: false,
  autoResendUnfulfilledCommands: false,
  // A dead connection is told by what it no longer hears. A `socketTimeout` would end the next one too: ioredis does
  // not stop its clock when a connection closes.
} satisfies RedisOptions;

export function createRedisConnection(options: { url: string; logger: Logger }): RedisConnection {
  const commands = connectRedis(options.url, 'commands');
  const subscriber = connectAnyNode(nodesOf(options.url));
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
