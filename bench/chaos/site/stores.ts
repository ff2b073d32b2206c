import { Redis } from 'ioredis';
import { Client } from 'pg';
import { startOwnPostgres } from '../../../test/support/own-postgres.js';
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
  const command: RedisStore['command'] = async (name, ...args) => {
    const client = new Redis(redis.url, { retryStrategy: () => null, lazyConnect: true });
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.call(name, ...args);
    } finally {
      client.disconnect();
    }
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
      await command('CONFIG', 'SET', 'maxmemory', 0);
    },
    command,
    stop: async () => {
      await link.close();
      await redis.stop();
    },
  };
}

export interface PostgresStore extends Store {
  /** A connection past the link, as is that of `query`; `mend` ends it. */
  connect(database?: string): Promise<Client>;
  /** An empty database beside that of the site, in place of one of this name; its address, past the link. */
  create(database: string): Promise<string>;
  query<Row>(sql: string, values?: unknown[], database?: string): Promise<Row[]>;
}

/** Connections of the scenarios themselves, for `mend` to find. */
const OWN_NAME = 'chaos';

export async function startPostgresStore(): Promise<PostgresStore> {
  const postgres = await startOwnPostgres();
  const link = await startFaultyLink(Number(new URL(postgres.url).port));
  const url = new URL(postgres.url);
  url.port = String(link.port);
  let running = true;
  const connect = async (database?: string) => {
    const address = new URL(postgres.url);
    if (database !== undefined) address.pathname = `/${database}`;
    const client = new Client({ connectionString: address.href, application_name: OWN_NAME });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const query = async <Row>(sql: string, values: unknown[] = [], database?: string) => {
    const client = await connect(database);
    try {
      return (await client.query(sql, values)).rows as Row[];
    } finally {
      await client.end();
    }
  };
  const start = async () => {
    await postgres.start();
    running = true;
  };
  return {
    url: url.href,
    link,
    connect,
    query,
    create: async (database) => {
      await query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      await query(`CREATE DATABASE ${database}`);
      const address = new URL(postgres.url);
      address.pathname = `/${database}`;
      return address.href;
    },
    kill: async () => {
      running = false;
      await postgres.kill();
    },
    start,
    mend: async () => {
      if (!running) await start();
      link.heal();
      await query('ALTER DATABASE aside RESET default_transaction_isolation');
      await query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()',
        [OWN_NAME],
      );
    },
    stop: async () => {
      await link.close();
      await postgres.stop();
    },
  };
}
