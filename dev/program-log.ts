import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface ProgramLog {
  path: string;
  write(line: string): void;
  close(): void;
}

/** Beyond this a log starts over. */
const maxLogBytes = 20_000_000;
const loud = new Set(['warn', 'error', 'fatal']);

/**
 * All that a program says goes to `<folder>/<name>.log`, emptied at each start; what is a warning or worse, and what
 * is no log line at all, goes to the terminal too.
 */
export function createProgramLog(
  folder: string,
  name: string,
  toTerminal: (line: string) => void,
): ProgramLog {
  const path = join(folder, `${name}.log`);
  let file = openSync(path, 'w', 0o600);
  let written = 0;
  return {
    path,
    write(line) {
      if (written > maxLogBytes) {
        closeSync(file);
        file = openSync(path, 'w', 0o600);
        written = 0;
      }
      written += writeSync(file, `${line}\n`);
      const forTerminal = terminalLine(line);
      if (forTerminal) toTerminal(`${name.padEnd(8)} ${forTerminal}`);
    },
    close: () => closeSync(file),
  };
}

/** Null for what the terminal is spared. */
export function terminalLine(line: string): string | null {
  if (!line.startsWith('{')) return line.trim() === '' ? null : line;
  try {
    const entry: { level?: string; msg?: string; err?: { message?: string } } = JSON.parse(line);
    if (!entry.level || !loud.has(entry.level)) return null;
    const cause = entry.err?.message ? ` (${entry.err.message})` : '';
    return `${entry.level.padEnd(5)} ${entry.msg ?? ''}${cause}`;
  } catch {
    return line;
  }
}
