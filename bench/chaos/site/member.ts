import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../../test/support/eventually.js';

/** One process of a site, which can be killed, put to sleep and started again with the same settings. */
export interface Member {
  name: string;
  /** Resolves when it says that it is ready; `env` is for this time only. */
  start(env?: Record<string, string>): Promise<void>;
  /** Ends it by this signal and waits until it has ended; gives the exit code, null when a signal ended it. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  /** Sends a signal and waits for nothing. */
  signal(signal: NodeJS.Signals): void;
  isRunning(): boolean;
  /** Resident memory in bytes. */
  rssBytes(): Promise<number>;
  /**
   * What it holds when its garbage is thrown away, in bytes. Resident memory says little of that: a heap that once held
   * much is given back late, or not at all. Needs `bench/programs/held-memory.js` in the process.
   */
  held(): Promise<{ heapBytes: number; bufferBytes: number }>;
  openFiles(): Promise<number>;
  /** The line by which it said that it is ready. */
  ready(): Record<string, unknown>;
  /** A place in what it logs, over all its lives. */
  mark(): number;
  /** What it has logged since then; of very much, the newest. */
  linesSince(mark: number): string[];
}

const START_LIMIT_MS = 60_000;
const KEPT_LINES = 5_000;

const thisBuild = fileURLToPath(new URL('../../../', import.meta.url));

/** `entry` from the root of the build; `readyText` is the `msg` by which it says that it is ready. */
export function createMember(options: {
  name: string;
  build?: string;
  entry: string;
  env: Record<string, string>;
  readyText: string;
}): Member {
  const { name, env, readyText } = options;
  const file = join(options.build ?? thisBuild, options.entry);
  const lines: string[] = [];
  let logged = 0;
  let ready: Record<string, unknown> = {};
  let child: ChildProcess | null = null;

  const isRunning = () => child !== null && child.exitCode === null && child.signalCode === null;
  const note = (line: string) => {
    lines.push(line);
    logged += 1;
    if (lines.length > KEPT_LINES) lines.shift();
  };
  const linesSince = (mark: number) => (logged > mark ? lines.slice(-(logged - mark)) : []);
  const start = async (extra: Record<string, string> = {}) => {
    const started = spawn(process.execPath, [file], {
      env: { PATH: process.env.PATH ?? '', ...env, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => {
        clearTimeout(timer);
        reject(new Error(`${name} ${why}: ${lines.slice(-20).join('\n')}`));
      };
      const timer = setTimeout(() => fail('is not ready'), START_LIMIT_MS);
      const read = (line: string) => {
        note(line);
        if (!line.includes(`"msg":"${readyText}"`)) return;
        ready = JSON.parse(line);
        clearTimeout(timer);
        resolve();
      };
      for (const output of [started.stdout, started.stderr])
        createInterface({ input: output }).on('line', read);
      started.once('exit', (code, signal) => fail(`ended with ${signal ?? code} before it was ready`));
    });
  };

  return {
    name,
    start,
    isRunning,
    ready: () => ready,
    mark: () => logged,
    linesSince,
    signal: (signal) => void child?.kill(signal),
    end: async (signal) => {
      if (!child || !isRunning()) return child?.exitCode ?? null;
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
    rssBytes: async () => {
      const status = await readFile(`/proc/${child?.pid}/status`, 'utf8').catch(() => '');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
    },
    held: async () => {
      const mark = logged;
      child?.kill('SIGUSR2');
      const line = await eventually(`${name} says what it holds`, async () =>
        linesSince(mark).find((one) => one.includes('"msg":"memory held"')),
      );
      const { heap_bytes, buffer_bytes } = JSON.parse(line);
      return { heapBytes: Number(heap_bytes), bufferBytes: Number(buffer_bytes) };
    },
    openFiles: async () => (await readdir(`/proc/${child?.pid}/fd`).catch(() => [])).length,
  };
}
