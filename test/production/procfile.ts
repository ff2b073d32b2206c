import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** The commands of the Procfile by the name of their process. */
export async function procfile(): Promise<Record<string, string>> {
  const lines = (await readFile('Procfile', 'utf8')).trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]));
}

export interface Program {
  /** The first line of JSON on standard output that `matches`; rejects when the program ends without it. */
  logged(matches: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** Starts a command as it is written, in an environment that holds PATH and what is given. */
export function start(command: string, cwd: string, env: Record<string, string>): Program {
  const [file = '', ...args] = command.split(' ');
  const child = spawn(file, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ended = untilEnd(child).then((code) => ({ code, stdout: lines.join('\n'), stderr }));
  return {
    logged: (matches) =>
      new Promise((resolve, reject) => {
        const look = (line: string) => {
          if (!line.startsWith('{')) return;
          const entry: Record<string, unknown> = JSON.parse(line);
          if (matches(entry)) resolve(entry);
        };
        lines.forEach(look);
        reader.on('line', look);
        ended.then(({ code }) => reject(new Error(`${command} ended with ${code}: ${stderr}`)));
      }),
    kill: (signal) => child.kill(signal),
    ended,
  };
}

async function untilEnd(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close');
  return code as number | null;
}
