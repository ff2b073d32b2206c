import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program of `dist/`, run as production runs it. */
export interface Program {
  process: ChildProcess;
  /** What it has logged, line by line. */
  lines: string[];
  /** Resolves with the exit code; null when a signal ended it. */
  exited: Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Starts `node dist/<file>` with only the given environment, and waits for a line that contains `readyLine`. */
export async function startProgram(
  file: string,
  env: Record<string, string>,
  readyLine: string,
  root: string = process.cwd(),
): Promise<Program> {
  const child = spawn(process.execPath, [`dist/${file}`], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  await new Promise<void>((resolve, reject) => {
    let rest = '';
    const deadline = setTimeout(
      () => reject(new Error(`${file} is not ready: ${lines.join('\n')}${rest}`)),
      60_000,
    );
    const read = (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      // Enough to explain a failure; a whole run under load would be much.
      if (lines.length > 2_000) lines.splice(0, lines.length - 2_000);
      if (parts.some((line) => line.includes(readyLine))) {
        clearTimeout(deadline);
        resolve();
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    exited.then(
      (code) => reject(new Error(`${file} ended with ${code}: ${lines.join('\n')}${rest}`)),
      reject,
    );
  });
  return {
    process: child,
    lines,
    exited,
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
