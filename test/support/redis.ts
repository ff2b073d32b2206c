import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../dev/free-ports.js';

/**
 * Where the Redis for the suites is, or null: the Redis half of a suite is not registered then. Suites that run side
 * by side have a database of it each: on one, their workers would take each other's jobs.
 */
export function testRedisUrl(): string | null {
  const server = process.env.TEST_REDIS_URL;
  if (!server) return null;
  const url = new URL(server);
  // Jest counts its processes from 1; Redis has databases 0 to 15 unless told otherwise.
  if (url.pathname === '' || url.pathname === '/')
    url.pathname = `/${Number(process.env.JEST_WORKER_ID ?? 0) % 16}`;
  return url.href;
}

/** Whether {@link startRedis} can work here. */
export function redisServerInstalled(): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'redis-server')));
}

/** A Redis server that belongs to one test, to be killed, paused and brought back. */
export interface OwnRedis {
  url: string;
  port: number;
  /** Sends a signal and, for one that ends the process, waits until it has ended. */
  signal(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** Starts it again on the same port, with what it had saved. */
  start(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** `args` go to `redis-server` as they are. Nothing is kept over a restart unless they say so. */
export async function startRedis(args: readonly string[] = []): Promise<OwnRedis> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'aside-redis-'));
  let child: ChildProcess | null = null;

  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, 'exit');
    running.kill(signal);
    await exited;
  };
  const own: OwnRedis = {
    url: `redis://127.0.0.1:${port}`,
    port,
    signal: async (signal) => {
      if (signal === 'SIGSTOP' || signal === 'SIGCONT') child?.kill(signal);
      else await end(signal);
    },
    start: async () => {
      child = await launch(port, folder, args);
    },
    stop: async () => {
      child?.kill('SIGCONT');
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
  await own.start();
  return own;
}

async function launch(port: number, folder: string, args: readonly string[]): Promise<ChildProcess> {
  const fixed = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const child = spawn('redis-server', [...fixed, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    let output = '';
    const deadline = setTimeout(() => reject(new Error(`redis-server did not start: ${output}`)), 10_000);
    child.stdout?.on('data', (chunk: Buffer) => {
      if (output.length < 20_000) output += chunk.toString();
      if (output.includes('Ready to accept connections')) {
        clearTimeout(deadline);
        resolve();
      }
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${output}`)));
  });
  return child;
}
