import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../core/logger.js';
import type { ProgramLog } from './program-log.js';
import { StartError } from './start-error.js';

export interface ProgramOptions {
  name: 'server' | 'worker';
  /** File that Node.js runs. */
  entry: string;
  env: NodeJS.ProcessEnv;
  /** Address of a module that is loaded before it. */
  preload: string;
  /** Answers 200 when the program is ready. */
  readyUrl: string;
  log: ProgramLog;
  logger: Logger;
  /** Called when it has crashed too often. */
  onGiveUp(): void;
}

export interface Program {
  /** Settles when it is ready for the first time; rejects with a StartError when it ends before, or within 60 s. */
  ready: Promise<void>;
  pid(): number | null;
  /** SIGTERM, and SIGKILL after `graceMs`. It is not started again. */
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

const maxRestartsPerMinute = 5;

/** Runs a program and runs it again when it ends unasked: after 0.2 s, then twice as long each time in a minute. */
export function superviseProgram(options: ProgramOptions): Program {
  const { name, log, logger } = options;
  const restarts: number[] = [];
  let child: ChildProcess | null = null;
  let stopping = false;
  let wasReady = false;

  const start = () => {
    // A process group of its own: Ctrl-C in the terminal reaches only us, and we end things in order.
    const started = spawn(
      process.execPath,
      ['--import', options.preload, '--enable-source-maps', options.entry],
      {
        env: options.env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', log.write);
    }
    started.once('error', (error) => logger.error({ err: error }, `the ${name} could not be run`));
    started.once('exit', (code, signal) => {
      child = null;
      if (stopping || !wasReady) return;
      logger.warn({ code, signal }, `the ${name} ended (${signal ?? `exit code ${code}`})`);
      restartLater();
    });
  };

  const restartLater = () => {
    const minuteAgo = Date.now() - 60_000;
    while (restarts[0] !== undefined && restarts[0] < minuteAgo) restarts.shift();
    if (restarts.length >= maxRestartsPerMinute) {
      logger.error(`the ${name} ended ${restarts.length + 1} times in a minute: giving up, see ${log.path}`);
      options.onGiveUp();
      return;
    }
    const waitMs = 200 * 2 ** restarts.length;
    restarts.push(Date.now());
    setTimeout(() => {
      if (stopping) return;
      start();
      untilReady().then(
        () => logger.info(`the ${name} runs again`),
        // It ended once more, which is told and tried again.
        () => undefined,
      );
    }, waitMs).unref();
  };

  const untilReady = async () => {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      if (!child)
        throw new StartError(`The ${name} ended while it was starting: see ${log.path} for the reason.`);
      if (await answers(options.readyUrl)) {
        wasReady = true;
        return;
      }
      await delay(50);
    }
    throw new StartError(`The ${name} was not ready within 60 s: see ${log.path} for the reason.`);
  };

  start();
  return {
    ready: untilReady(),
    pid: () => child?.pid ?? null,
    stop: async (graceMs) => {
      stopping = true;
      if (!child) return;
      const ended = new Promise<void>((resolve) => child?.once('exit', () => resolve()));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child?.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
    kill: () => {
      stopping = true;
      child?.kill('SIGKILL');
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
