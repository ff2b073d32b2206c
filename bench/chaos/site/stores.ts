import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../dev/embedded-postgres/start.js';
import { startRedis } from '../../../test/support/redis.js';
import { type FaultyLink, startFaultyLink } from './faulty-link.js';

/** A store with the network in front of it. Programs are given `url`, which leads through the link. */
interface Store {
  url: string;
  link: FaultyLink;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** After `kill`, with what it had saved. */
  start(): Promise<void>;
  /** Runs again, and the network is whole. */
  mend(): Promise<void>;
  stop(): Promise<void>;
}

export interface RedisStore extends Store {
  /** A command on a connection of its own, past the link. */
  command(name: string, ...args: (string | number)[]): Promise<unknown>;
}

/** As docker-compose.yml starts it. */
const redisArgs = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'];

export async function startRedisStore(): Promise<RedisStore> {
  const redis = await startRedis(redisArgs);
  const link = await startFaultyLink(redis.port);
  let running = true;
  const start = async () => {
    await redis.start();
    running = true;
  };
  return {
    url: `redis://127.0.0.1:${link.port}`,
    link,
    kill: async () => {
      running = false;
      await redis.signal('SIGKILL');
    },
    start,
    mend: async () => {
      if (!running) await start();
      link.heal();
    },
    command: async (name, ...args) => {
      const client = new Redis(redis.url, { retryStrategy: () => null, lazyConnect: true });
      client.on('error', () => {});
      try {
        await client.connect();
        return await client.call(name, ...args);
      } finally {
        client.disconnect();
      }
    },
    stop: async () => {
      await link.close();
      await redis.stop();
    },
  };
}

export interface PostgresStore extends Store {
  /** Past the link, as is `query`. */
  directUrl(): string;
  query<Row>(sql: string, values?: unknown[], database?: string): Promise<Row[]>;
}

const MAX_CONNECTIONS = 200;

export async function startPostgresStore(): Promise<PostgresStore> {
  const home = await mkdtemp(join(tmpdir(), 'aside-chaos-'));
  // Started by root, PostgreSQL runs as another user, who has to reach its data.
  await chmod(home, 0o711);
  const begin = () =>
    startEmbeddedPostgres({ dataDir: join(home, 'postgres'), maxConnections: MAX_CONNECTIONS });
  let store: EmbeddedPostgres = await begin();
  let running = true;
  const link = await startFaultyLink(portOf(store.url));
  const url = new URL(store.url);
  url.port = String(link.port);
  const start = async () => {
    store = await begin();
    running = true;
    link.lead(portOf(store.url));
  };
  return {
    url: url.href,
    link,
    kill: async () => {
      running = false;
      store.kill();
      await store.exited;
    },
    start,
    mend: async () => {
      if (!running) await start();
      link.heal();
    },
    directUrl: () => store.url,
    query: async <Row>(sql: string, values: unknown[] = [], database?: string) => {
      const client = new Client(store.url.replace(/[^/]*$/, (own) => database ?? own));
      await client.connect();
      try {
        return (await client.query(sql, values)).rows as Row[];
      } finally {
        await client.end();
      }
    },
    stop: async () => {
      await link.close();
      await store.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
