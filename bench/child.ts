import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ProbeMethods } from './probe.js';
import { type Call, callerOf, type Methods } from './rpc.js';

const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 5_000;

/** Chosen so that a measured program meets nothing of the shell it is started from. */
const environment = {
  PATH: process.env.PATH ?? '',
  AWS_ACCESS_KEY_ID: 'stand-in',
  AWS_SECRET_ACCESS_KEY: 'stand-in',
  AWS_REGION: 'eu-west-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

export interface MeasuredProgram {
  /** The JSON line by which it said that it is ready. */
  ready: Record<string, unknown>;
  usage: Call<ProbeMethods>;
  stop(): Promise<void>;
}

/**
 * Starts a compiled program, `entry` from the root of the build, and waits for its log line `readyMessage`.
 * `profile`: the folder for its CPU profile, which it writes when it ends.
 */
export async function startMeasured(
  entry: string,
  env: Record<string, string>,
  readyMessage: string,
  profile: string | null,
): Promise<MeasuredProgram> {
  const probe = new URL('./probe.js', import.meta.url).href;
  const child = spawn(
    process.execPath,
    [
      ...(profile
        ? ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${nameOf(entry, env)}`]
        : []),
      '--import',
      probe,
      fileOf(entry),
    ],
    { env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  const ready = await readyLine(child, entry, readyMessage);
  return { ready, usage: callerOf<ProbeMethods>(child), stop: () => end(child) };
}

/** Starts one of the bench's own processes, which answers calls. */
export async function startAsked<M extends Methods>(
  entry: string,
): Promise<{ call: Call<M>; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [fileOf(entry)], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'spawn');
  return { call: callerOf<M>(child), stop: () => end(child) };
}

function nameOf(entry: string, env: Record<string, string>): string {
  const store = env.REDIS_URL ? 'redis' : 'postgres';
  return `${entry.replaceAll('/', '-').replace('.js', '')}-${store}.cpuprofile`;
}

function fileOf(entry: string): string {
  return fileURLToPath(new URL(`../${entry}`, import.meta.url));
}

async function readyLine(
  child: ChildProcess,
  entry: string,
  message: string,
): Promise<Record<string, unknown>> {
  const { stdout } = child;
  if (!stdout) throw new Error(`${entry} has no output to read`);
  const said: string[] = [];
  const lines = createInterface({ input: stdout });
  try {
    return await new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${entry} ${why}: ${said.join('\n')}`));
      const timer = setTimeout(() => fail('is not ready in time'), START_LIMIT_MS);
      child.once('exit', (code) => fail(`ended with ${code}`));
      lines.on('line', (line) => {
        said.push(line);
        if (!line.includes(`"msg":"${message}"`)) return;
        clearTimeout(timer);
        resolve(JSON.parse(line));
      });
    });
  } finally {
    lines.close();
    // What it logs from now on is taken off the pipe, as a log collector would, and not looked at.
    stdout.removeAllListeners('data');
    stdout.resume();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(limit);
}
