import { readFileSync } from 'node:fs';

const lookEveryMs = 1_000;

/**
 * Calls `onGone` when the process that started this one is gone. Under npm there may be a shell in between, which
 * outlives a `kill -9` of npm: then npm is watched through it, where the system shows processes in /proc.
 */
export function watchStarter(onGone: () => void, env: NodeJS.ProcessEnv): void {
  const parent = process.ppid;
  const shell = env.npm_lifecycle_event && isShell(parent);
  const grandparent = shell ? parentOf(parent) : null;
  const timer = setInterval(() => {
    const gone = process.ppid !== parent || (grandparent !== null && parentOf(parent) !== grandparent);
    if (!gone) return;
    clearInterval(timer);
    onGone();
  }, lookEveryMs);
  timer.unref();
}

function isShell(pid: number): boolean {
  try {
    return /^(?:sh|dash|bash|ash|zsh)$/.test(readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
  } catch {
    return false;
  }
}

/** Null where there is no /proc, or no such process. */
function parentOf(pid: number): number | null {
  try {
    // Behind the name in brackets, which may hold anything: state, then parent.
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[1],
    );
  } catch {
    return null;
  }
}
