import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { settings } from '../../core/settings.js';

/** Path of a program, or null when none of these names is installed. */
export function findProgram(names: readonly string[]): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of names) {
    for (const path of name.includes('/') ? [name] : folders.map((folder) => join(folder, name))) {
      if (isExecutable(path)) return path;
    }
  }
  return null;
}

export function findChromium(): string | null {
  const named = process.env.CHROME_PATH;
  return findProgram([
    ...(named ? [named] : []),
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]);
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The environment of the suites: this one without Aside's own settings and without AWS, so that no test reaches a
 * developer's database or account, plus `more`.
 */
export function testEnvironment(more: Record<string, string>): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !(name in settings) && !/^(?:AWS_|ASIDE_|PG|TEST_REDIS_URL$)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'test',
    // The AWS client would tell each process that Node.js 20 is about to be too old for its next versions.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...more,
  };
}

/** How long an interrupted run may take to end by itself. */
const END_MS = 5_000;

/**
 * Runs node to its end; its output goes where ours goes. Gives the exit code. When `interrupted` comes, it is ended
 * with all that it started: they are a process group, which Ctrl-C reaches only through us.
 */
export function runNode(
  args: string[],
  env: Record<string, string | undefined>,
  interrupted: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: 'inherit', detached: true });
    let deadline: NodeJS.Timeout | undefined;
    const end = () => {
      signalGroup(child.pid, 'SIGTERM');
      deadline = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), END_MS);
    };
    interrupted.addEventListener('abort', end, { once: true });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(deadline);
      interrupted.removeEventListener('abort', end);
      if (interrupted.aborted) signalGroup(child.pid, 'SIGKILL');
      resolve(code ?? 1);
    });
  });
}

function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch {
    // All of it has ended.
  }
}
