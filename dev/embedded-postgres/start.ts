import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Client } from 'pg';
import type { Logger } from '../../core/logger.js';
import { freePort } from '../free-ports.js';
import { ownedTempFolder } from '../owned-temp-folder.js';
import { StartError } from '../start-error.js';
import { canEnter, chooseAccount } from './account.js';
import { prepareBinaries } from './binaries.js';
import { clusterUser, openCluster, readClusterFile } from './cluster.js';
import { findNativePostgres } from './platform.js';
import { type Postmaster, PostmasterEnded, startPostmaster } from './postmaster.js';
import { endPreviousRun, holdRunLock, lockedError } from './previous-run.js';

export interface EmbeddedPostgresOptions {
  /** Kept across runs. Default `.aside/postgres` in the working folder. */
  dataDir?: string;
  /** Default: a free one, another each time. */
  port?: number;
  /** Default true. False gives up safety against a crash of the machine for speed: for tests. */
  durable?: boolean;
  /** Default 100. */
  maxConnections?: number;
  /** Gets PostgreSQL's own lines at level debug. */
  logger?: Logger;
}

export interface EmbeddedPostgres {
  /** Of the database `aside`, with its password. */
  url: string;
  pid: number;
  /** Where the data are: `dataDir`, or a folder under the temp folder where PostgreSQL's user cannot reach that. */
  folder: string;
  /** Settles when PostgreSQL has ended, by `stop` or by itself. */
  exited: Promise<void>;
  /** Takes 2.5 s at most. */
  stop(): Promise<void>;
  /** Ends PostgreSQL at once, for when there is no time to wait. */
  kill(): void;
}

const database = 'aside';

/**
 * Starts PostgreSQL 18 on data of its own, listening on 127.0.0.1 only. It ends with this process, however that ends.
 * Expected failures (in use by another run, not installed, folder closed) are a StartError.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  const wanted = resolve(options.dataDir ?? join('.aside', 'postgres'));
  const durable = options.durable ?? true;
  const native = findNativePostgres();
  const folder = await reachableFolder(wanted);
  const account = chooseAccount(folder);
  const binaries = await prepareBinaries(native, account);
  const cluster = await openCluster(folder, binaries, account, durable);
  checkMajorVersion(folder, native.version);
  await endPreviousRun(folder, cluster);

  const start = (port: number) =>
    startPostmaster({
      postgres: binaries.postgres,
      pgdata: cluster.pgdata,
      port,
      account,
      durable,
      maxConnections: options.maxConnections ?? 100,
      logger: options.logger ?? null,
    });
  const { postmaster, port } = await startOnPort(options.port, start, folder);
  const urlOf = (name: string) => `postgres://${clusterUser}:${cluster.password}@127.0.0.1:${port}/${name}`;
  try {
    await createDatabase(urlOf('postgres'));
    const lock = await holdRunLock(urlOf('postgres'));
    const stop = async () => {
      await Promise.all([postmaster.stop(), lock.end().catch(() => undefined)]);
    };
    return {
      url: urlOf(database),
      pid: postmaster.pid,
      folder,
      exited: postmaster.exited,
      stop,
      kill: postmaster.kill,
    };
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
}

/** Root starts PostgreSQL as another user, who may be unable to reach a checkout in root's home. */
async function reachableFolder(wanted: string): Promise<string> {
  const parent = dirname(wanted);
  try {
    const made = await mkdir(parent, { recursive: true });
    if (made) await chmod(parent, 0o711);
  } catch (error) {
    throw new StartError(`The data folder ${parent} cannot be made: set ASIDE_DATA_DIR to another folder.`, {
      cause: error,
    });
  }
  const account = chooseAccount(wanted);
  if (!account) return wanted;
  const key = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  const elsewhere = join(ownedTempFolder(), `${basename(wanted)}-${key}`);
  const hasData = (folder: string) => existsSync(join(folder, 'pgdata'));
  if (hasData(elsewhere) && !hasData(wanted)) return elsewhere;
  return (await canEnter(account, parent)) ? wanted : elsewhere;
}

function checkMajorVersion(folder: string, version: string): void {
  const made = readClusterFile(folder, join('pgdata', 'PG_VERSION'));
  if (made === version.split('.')[0]) return;
  throw new StartError(
    `The data folder ${folder} was made by PostgreSQL ${made} and this is ${version}: set ASIDE_DATA_DIR to another folder, or remove that one.`,
  );
}

/** A port that was free a moment ago may be taken by now: with no port asked for, three are tried. */
async function startOnPort(
  asked: number | undefined,
  start: (port: number) => Promise<Postmaster>,
  folder: string,
): Promise<{ postmaster: Postmaster; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = asked || (await freePort());
    try {
      return { postmaster: await start(port), port };
    } catch (error) {
      if (!(error instanceof PostmasterEnded)) throw error;
      if (error.output.includes('"postmaster.pid" already exists')) throw lockedError(folder);
      const portTaken = error.output.includes('Address already in use');
      if (portTaken && asked) {
        throw new StartError(`Port ${asked} for the embedded PostgreSQL is taken: give it another.`, {
          cause: error,
        });
      }
      if (portTaken && attempt < 3) continue;
      throw new StartError(
        `The embedded PostgreSQL did not start (${error.output.split('\n').at(-1)}): set ASIDE_DATA_DIR to another folder, or DATABASE_URL to a PostgreSQL of your own.`,
        { cause: error },
      );
    }
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}
