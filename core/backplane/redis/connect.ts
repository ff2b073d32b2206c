import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import { eventLogLimits } from '../event-log.js';

export type RedisClient = Redis | Cluster;

export const redisLimits = {
  connectMs: 2_000,
  /** Half of what a call may take: a command waits for at most one batch of commands before its own. */
  commandMs: eventLogLimits.appendTimeoutMs / 2,
  queueCommandMs: 1_500,
  /** A connection that owes an answer and delivers no byte for this long is dead and made anew. */
  silentMs: 2_000,
  /** A connection on which nobody asks anything owes no answer; so a single Redis is asked whether it is there. */
  askEveryMs: 1_000,
  /** How long BullMQ's blocking command waits for a job. Well below `silentMs`, or an idle queue looks like a dead one. */
  blockSeconds: 1,
  keepAliveMs: 10_000,
  firstRetryMs: 50,
  maxRetryMs: 1_000,
  slotsRefreshMs: 2_000,
} as const;

/** What a connection is for decides what it does while Redis is away. */
export type RedisUse = 'commands' | 'queue-producer' | 'queue-worker';

interface Use {
  /** Commands are refused at once while there is no connection; otherwise they wait for it. */
  failFast: boolean;
  /** Commands of one turn of the event loop travel together. BullMQ's must not: it relies on their order. */
  pipelined: boolean;
  node: RedisOptions;
}

const uses: Record<RedisUse, Use> = {
  commands: {
    failFast: true,
    pipelined: true,
    node: { commandTimeout: redisLimits.commandMs, socketTimeout: redisLimits.silentMs },
  },
  'queue-producer': {
    failFast: true,
    pipelined: false,
    node: { commandTimeout: redisLimits.queueCommandMs, socketTimeout: redisLimits.silentMs },
  },
  'queue-worker': {
    failFast: false,
    pipelined: false,
    node: { maxRetriesPerRequest: null, socketTimeout: redisLimits.silentMs },
  },
};

export const retryDelayMs = (attempt: number) =>
  Math.min(redisLimits.firstRetryMs * 2 ** Math.min(attempt, 10), redisLimits.maxRetryMs);

/**
 * A client of the Redis at this address, or of the cluster when it lists several nodes, separated by commas. User,
 * password and TLS of the first one hold for all nodes, those that the cluster names later too.
 */
export function connectRedis(url: string, use: RedisUse): RedisClient {
  const [first, ...others] = nodesOf(url);
  return others.length === 0 ? connectSingle(first, use) : connectCluster([first, ...others], use);
}

/**
 * An idle connection that is dead would be found out by whoever needs it next, and cost him `silentMs`: a sweep would
 * take the turns that wait for the queue, fail, and leave them to the next worker, whose connection is as dead.
 */
function keepAsking(client: Redis): void {
  let asking: NodeJS.Timeout | undefined;
  client.on('ready', () => {
    asking = setInterval(() => client.ping().catch(() => undefined), redisLimits.askEveryMs).unref();
  });
  client.on('close', () => clearInterval(asking));
}

export function nodesOf(url: string): [URL, ...URL[]] {
  return url.split(',').map((node) => new URL(node.trim())) as [URL, ...URL[]];
}

export const sharedOptions = {
  connectTimeout: redisLimits.connectMs,
  keepAlive: redisLimits.keepAliveMs,
} satisfies RedisOptions;

/**
 * ioredis does not stop the clock of `socketTimeout` when a connection closes, so that it would end the next one, and
 * a worker's job that was just being taken would wait for its lock to run out. BullMQ makes duplicates.
 */
class SteadyRedis extends Redis {
  constructor(...options: [RedisOptions] | [string, RedisOptions]) {
    super(...(options as [string, RedisOptions]));
    this.on('close', () => {
      const client = this as unknown as { socketTimeoutTimer?: NodeJS.Timeout | undefined };
      clearTimeout(client.socketTimeoutTimer);
      client.socketTimeoutTimer = undefined;
    });
  }

  override duplicate(override?: Partial<RedisOptions>): Redis {
    return new SteadyRedis({ ...this.options, ...override });
  }
}

function connectSingle(node: URL, use: RedisUse): Redis {
  const { failFast, pipelined } = uses[use];
  const client = new SteadyRedis(node.href, {
    ...sharedOptions,
    connectionName: `aside-${use}`,
    retryStrategy: retryDelayMs,
    enableAutoPipelining: pipelined,
    // What was sent is not sent again by itself: whether it was done is known to the guard of its author.
    ...(failFast && {
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
    }),
    ...uses[use].node,
  });
  // A worker that has room asks for a job every second.
  if (use !== 'queue-worker') keepAsking(client);
  return client;
}

function connectCluster(nodes: [URL, ...URL[]], use: RedisUse): Cluster {
  const [first] = nodes;
  const { failFast, pipelined } = uses[use];
  const secure = first.protocol === 'rediss:';
  const options: ClusterOptions = {
    enableOfflineQueue: !failFast,
    enableAutoPipelining: pipelined,
    clusterRetryStrategy: retryDelayMs,
    slotsRefreshTimeout: redisLimits.slotsRefreshMs,
    // A certificate names hosts, which looking their addresses up first would lose.
    ...(secure && { dnsLookup: (host, done) => done(null, host) }),
    redisOptions: {
      ...sharedOptions,
      ...uses[use].node,
      ...(first.username ? { username: decodeURIComponent(first.username) } : {}),
      ...(first.password ? { password: decodeURIComponent(first.password) } : {}),
      ...(secure ? { tls: {} } : {}),
    },
  };
  const addresses = nodes.map((node) => ({ host: node.hostname, port: Number(node.port || 6379) }));
  return new Cluster(addresses, options);
}
