import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { StartError } from '../start-error.js';
import { runAs } from './account.js';
import { type Cluster, clusterUser } from './cluster.js';

/** Any fixed number: whoever holds this advisory lock is the run that the cluster belongs to. */
const runLock = 7_247_133;
const takeLock = `select pg_try_advisory_lock(${runLock}) as taken`;
/** A run takes the lock right after its PostgreSQL has started; until then it only looks ownerless. */
const startingMs = 3_000;

/** A connection that holds the run's lock until it is ended, or its process is. */
export async function holdRunLock(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'aside-run', keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(takeLock);
  return client;
}

export function lockedError(folder: string): StartError {
  return new StartError(
    `The data folder ${folder} is in use by another run: stop that one, or set ASIDE_DATA_DIR to another folder.`,
  );
}

/**
 * Settles when no PostgreSQL runs on the cluster any more. One that a killed run has left behind is stopped; one whose
 * run is alive is a StartError. Waits at most 20 s for one that is starting or stopping.
 */
export async function endPreviousRun(folder: string, cluster: Cluster): Promise<void> {
  const pidFile = join(cluster.pgdata, 'postmaster.pid');
  const deadline = Date.now() + 20_000;
  while (existsSync(pidFile)) {
    const found = readPidFile(pidFile);
    if (found && !(await isPostmasterOf(found.pid, cluster.pgdata))) {
      // Left by a machine that went down. PostgreSQL would refuse to start if that pid is now some other program's.
      if (readPidFile(pidFile)?.pid === found.pid) rmSync(pidFile, { force: true });
      return;
    }
    if (found && Date.now() - found.startedAtMs > startingMs) {
      const owner = await ownerOf(found.port, cluster.password);
      if (owner === 'another run') throw lockedError(folder);
      if (owner === 'nobody') process.kill(found.pid, 'SIGINT');
    }
    if (Date.now() > deadline) throw lockedError(folder);
    await delay(50);
  }
}

interface PidFile {
  pid: number;
  startedAtMs: number;
  port: number;
}

/** Null while the file is being written, or is gone again. */
function readPidFile(path: string): PidFile | null {
  try {
    const [pid, , startedAt, port] = readFileSync(path, 'utf8').split('\n').map(Number);
    if (!pid || !startedAt || !port) return null;
    return { pid, startedAtMs: startedAt * 1_000, port };
  } catch {
    return null;
  }
}

async function isPostmasterOf(pid: number, pgdata: string): Promise<boolean> {
  const fromProc = `/proc/${pid}/cmdline`;
  const commandLine = existsSync('/proc/self')
    ? existsSync(fromProc)
      ? readFileSync(fromProc, 'utf8').replaceAll('\0', ' ')
      : ''
    : (await runAs(null, 'ps', ['-ww', '-o', 'command=', '-p', String(pid)])).output;
  return commandLine.includes('postgres') && commandLine.includes(`-D ${pgdata} `);
}

async function ownerOf(
  port: number,
  password: string,
): Promise<'another run' | 'nobody' | 'not to be said yet'> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: clusterUser,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>(takeLock);
    return rows[0]?.taken ? 'nobody' : 'another run';
  } catch {
    // Starting, stopping, or out of connections.
    return 'not to be said yet';
  } finally {
    await client.end().catch(() => undefined);
  }
}
