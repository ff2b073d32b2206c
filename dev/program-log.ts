import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface ProgramLog {
  path: string;
  write(line: string): void;
  /** Writes to the file only. */
  keep(line: string): void;
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
  let file: number | null = openSync(path, 'w', 0o600);
  let written = 0;
  const keep = (line: string) => {
    // A child's last words may come after the end of the log.
    if (file === null) return;
    if (written > maxLogBytes) {
      closeSync(file);
      file = openSync(path, 'w', 0o600);
      written = 0;
    }
    written += writeSync(file, `${line}\n`);
  };
  return {
    path,
    keep,
    write(line) {
      keep(line);
      const forTerminal = terminalLine(line);
      if (forTerminal) toTerminal(`${name.padEnd(8)} ${forTerminal}`);
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
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
