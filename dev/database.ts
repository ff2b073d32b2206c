import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { prepareQueues } from '../core/backplane/prepare-queues.js';
import type { Config } from '../core/config.js';
import type { Lifecycle } from '../core/lifecycle.js';
import type { Logger } from '../core/logger.js';
import { openDatabase } from '../core/store/data-source.js';
import { migrate } from '../core/store/migrate.js';
import { startEmbeddedPostgres } from './embedded-postgres/start.js';
import type { Ending } from './ending.js';
import { StartError } from './start-error.js';

export interface DevDatabase {
  url: string;
  embedded: boolean;
  /** For people: the folder of the data, or host and database. */
  place: string;
}

export interface DevDatabaseDeps {
  env: NodeJS.ProcessEnv;
  state: string;
  lifecycle: Lifecycle;
  ending: Ending;
  onKill(kill: () => void): void;
  logger: Logger;
}

/** The PostgreSQL that DATABASE_URL names, else the embedded one, whose unasked end is the end of all. */
export async function openDevDatabase(deps: DevDatabaseDeps): Promise<DevDatabase> {
  const { env, state, lifecycle, ending, onKill, logger } = deps;
  if (env.DATABASE_URL) {
    await checkDatabaseUrl(env.DATABASE_URL);
    return { url: env.DATABASE_URL, embedded: false, place: placeOf(env.DATABASE_URL) };
  }
  const postgres = await startEmbeddedPostgres({ dataDir: join(state, 'postgres'), logger });
  lifecycle.onClose('PostgreSQL', postgres.stop);
  keepAddress(lifecycle, join(state, addressFile), postgres.url);
  onKill(postgres.kill);
  postgres.exited.then(() => {
    if (ending.asked) return;
    logger.error(
      'the embedded PostgreSQL ended by itself, so everything ends: its last lines are in dev.log',
    );
    ending.end(1);
  });
  return { url: postgres.url, embedded: true, place: postgres.folder };
}

/** In the state folder, for commands beside a running `npm start`: its port changes, and a password is in it. */
export const addressFile = 'database-url';

function keepAddress(lifecycle: Lifecycle, file: string, url: string): void {
  rmSync(file, { force: true });
  writeFileSync(file, `${url}\n`, { mode: 0o600 });
  lifecycle.onClose('the address of the database', async () => rmSync(file, { force: true }));
}

/** Rejects with a StartError within 5 s when the PostgreSQL that DATABASE_URL names cannot be used. */
async function checkDatabaseUrl(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(
      `DATABASE_URL (${placeOf(url)}) cannot be used (${message || code}): start that PostgreSQL, correct the address, or unset DATABASE_URL to use the embedded one.`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Rejects with a StartError within 3 s when none of the nodes that REDIS_URL names takes connections. */
export async function checkRedisUrl(url: string): Promise<void> {
  const nodes = url.split(',').map((node) => new URL(node.trim()));
  const answers = await Promise.all(nodes.map((node) => answers3s(node.hostname, Number(node.port || 6379))));
  if (answers.some(Boolean)) return;
  throw new StartError(
    `REDIS_URL (${nodes.map(({ host }) => host).join(', ')}) does not answer: start that Redis, correct the address, or unset REDIS_URL to do without.`,
  );
}

/** Host and database of an address, without the password in it. */
function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return 'not an address';
  }
}

function answers3s(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3_000 });
    const settle = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}

/** What the Procfile's release does: all migrations, then the tables of the queues. */
export async function prepareDatabase(config: Config): Promise<void> {
  const dataSource = await openDatabase({
    url: config.databaseUrl,
    poolSize: 2,
    applicationName: 'aside-dev',
    for: 'migrations',
  });
  try {
    await migrate(dataSource);
  } finally {
    await dataSource.destroy();
  }
  await prepareQueues(config);
}
