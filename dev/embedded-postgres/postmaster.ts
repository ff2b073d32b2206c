import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Logger } from '../../core/logger.js';
import { type Account, asAccount } from './account.js';

export interface Postmaster {
  pid: number;
  /** Settles when the process has ended, for whatever reason. Never rejects. */
  exited: Promise<void>;
  /** Fast shutdown; after 1.5 s an immediate one, after 0.5 s more SIGKILL. Later calls wait for the same end. */
  stop(): Promise<void>;
  /** Immediate shutdown, not waited for; the next start recovers. */
  kill(): void;
}

export interface PostmasterOptions {
  postgres: string;
  pgdata: string;
  port: number;
  account: Account | null;
  /** False for data that may be lost with the machine, such as those of tests. */
  durable: boolean;
  maxConnections: number;
  logger: Logger | null;
}

/** PostgreSQL ended before it took connections. `output` holds its last lines. */
export class PostmasterEnded extends Error {
  readonly output: string;
  constructor(output: string) {
    super(`postgres ended while starting: ${output}`);
    this.output = output;
  }
}

/** Starts PostgreSQL and settles once it takes connections, within 60 s (recovery after a crash takes time). */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  // A process group of its own: Ctrl-C in the terminal is for us, and we stop PostgreSQL after its clients.
  const child = spawn(options.postgres, postgresArguments(options), {
    ...asAccount(options.account),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  if (child.pid) {
    const watchdog = spawnWatchdog(child.pid, options.pgdata, options.account);
    exited.then(() => watchdog.kill());
  }
  await ready(child, options.logger);
  const pid = child.pid as number;
  let stopping: Promise<void> | null = null;
  return {
    pid,
    exited,
    stop: () => {
      stopping ??= stopChild(child, exited);
      return stopping;
    },
    kill: () => void child.kill('SIGQUIT'),
  };
}

function postgresArguments({ pgdata, port, durable, maxConnections }: PostmasterOptions): string[] {
  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // No socket file: its path would run into the limit of about 100 bytes.
    unix_socket_directories: '',
    max_connections: String(maxConnections),
    shared_buffers: '64MB',
    huge_pages: 'off',
    // Parallel queries take shared memory from /dev/shm, which is tiny in containers.
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '256MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', pgdata, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function ready(child: ChildProcess, logger: Logger | null): Promise<void> {
  return new Promise((resolve, reject) => {
    let lastLines: string[] = [];
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new PostmasterEnded(['no readiness within 60 s', ...lastLines].join('\n')));
    }, 60_000);
    const fail = () => {
      clearTimeout(timer);
      reject(new PostmasterEnded(lastLines.join('\n')));
    };
    child.once('error', (error) => {
      lastLines.push(error.message);
      fail();
    });
    child.once('close', fail);
    if (!child.stderr) return;
    // Read to the end of its life: a full pipe would halt PostgreSQL.
    createInterface({ input: child.stderr }).on('line', (line) => {
      logger?.debug({ line }, 'postgres');
      lastLines = [...lastLines.slice(-19), line];
      if (!line.endsWith('database system is ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * A shell that waits for our death and then stops PostgreSQL, which would otherwise outlive a `kill -9` of us: its
 * standard input ends when we do, however that happens.
 */
function spawnWatchdog(pid: number, pgdata: string, account: Account | null): ChildProcess {
  // A PostgreSQL that has just been spawned writes its pid file a moment later.
  const script = [
    'while read -r line; do :; done',
    'left=50',
    'while kill -0 "$1" 2>/dev/null && [ "$left" -gt 0 ]; do',
    '  read -r now < "$2" && [ "$now" = "$1" ] && kill -INT "$1" && exit 0',
    '  sleep 0.1; left=$((left - 1))',
    'done',
  ].join('\n');
  const watchdog = spawn('/bin/sh', ['-c', script, 'sh', String(pid), join(pgdata, 'postmaster.pid')], {
    ...asAccount(account),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.on('error', () => undefined);
  watchdog.stdin?.on('error', () => undefined);
  watchdog.unref();
  return watchdog;
}

async function stopChild(child: ChildProcess, exited: Promise<void>): Promise<void> {
  for (const [signal, graceMs] of [
    ['SIGINT', 1_500],
    ['SIGQUIT', 500],
    ['SIGKILL', 500],
  ] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const timeUp = new AbortController();
    const timer = setTimeout(() => timeUp.abort(), graceMs);
    await Promise.race([exited, once(timeUp.signal, 'abort')]);
    clearTimeout(timer);
  }
}
