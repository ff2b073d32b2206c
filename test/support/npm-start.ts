import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface NpmStart {
  /** Process of npm, and its process group, as a terminal has it. */
  pid: number;
  /** All that it has printed. */
  output(): string;
  /** Settles with the exit code; null when a signal ended it. */
  exited: Promise<number | null>;
  /** Settles when the banner is there; rejects when it ends before. */
  ready: Promise<void>;
  /** Of the dashboard, as the banner says it. */
  address(): string;
  /** The command that the banner offers. */
  curlLine(): string;
  /** Ids of everything that runs below npm now, itself included. */
  processes(): number[];
  /** What Ctrl-C does in a terminal: the whole process group gets it. */
  pressCtrlC(): void;
}

export interface NpmStartOptions {
  folder: string;
  env?: Record<string, string>;
  /** User and group to run as; needs root. */
  user?: number;
}

/** Whole only with the line break behind it. */
const curlLine = /^ {2}(curl .*)\n/m;

/** Types `npm start` in a folder. Settings of this process do not reach it. */
export function npmStart({ folder, env = {}, user }: NpmStartOptions): NpmStart {
  const child = spawn('npm', ['start'], {
    cwd: folder,
    // A process group of its own, like that of a command in a terminal.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: folder, npm_config_update_notifier: 'false', PORT: '0', ...env },
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  const pid = child.pid ?? 0;
  let output = '';
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`npm start was not ready within 60 s:\n${output}`)),
      60_000,
    );
    const settle = (failure: string | null) => {
      clearTimeout(timer);
      if (failure) reject(new Error(`${failure}:\n${output}`));
      else resolve();
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        if (curlLine.test(output)) settle(null);
      });
    }
    exited.then((code) => settle(`npm start ended with ${code}`));
  });
  // A test that only wants the end does not wait for it.
  ready.catch(() => undefined);
  return {
    pid,
    output: () => output,
    exited,
    ready,
    address: () => /Dashboard +(http:\S+?)\/?$/m.exec(output)?.[1] ?? '',
    curlLine: () => curlLine.exec(output)?.[1] ?? '',
    processes: () => familyOf(pid),
    pressCtrlC: () => void process.kill(-pid, 'SIGINT'),
  };
}

/** Ids that are still there. A zombie is not: it has ended and only its parent has not asked. */
export function stillRunning(pids: readonly number[]): number[] {
  const all = allProcesses();
  return pids.filter((pid) => all.some((known) => known.pid === pid && known.state !== 'Z'));
}

/** The one of these processes whose command line holds `part`. */
export function findProcess(pids: readonly number[], part: string): number | undefined {
  return pids.find((pid) => commandLineOf(pid).includes(part));
}

function commandLineOf(pid: number): string {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

interface Known {
  pid: number;
  parent: number;
  state: string;
}

function familyOf(root: number): number[] {
  const all = allProcesses();
  const family = [root];
  for (const id of family) {
    for (const { pid, parent } of all) if (parent === id && !family.includes(pid)) family.push(pid);
  }
  return family;
}

/** From /proc where there is one: small images have no `ps`. */
function allProcesses(): Known[] {
  if (!existsSync('/proc/self/stat')) {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
      .trim()
      .split('\n');
    return lines.map((line) => {
      const [pid, parent, state = ''] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), state: state.charAt(0) };
    });
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [state = '', parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return [{ pid: Number(name), parent: Number(parent), state }];
      } catch {
        return [];
      }
    });
}
