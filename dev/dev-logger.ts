import { pino, stdTimeFunctions } from 'pino';
import type { Logger } from '../core/logger.js';
import { type ProgramLog, terminalLine } from './program-log.js';

export interface DevLogger {
  logger: Logger;
  /** From now on, and with what was logged before, everything goes to this log. */
  writeTo(log: ProgramLog): void;
}

/** Lines kept until there is a log to write them to: its folder is another run's until the database is ours. */
const maxHeldLines = 500;

/**
 * The log of what `npm start` itself runs: the supervisor, the stand-ins, PostgreSQL's own lines. Warnings and worse
 * are on the terminal from the first moment.
 */
export function createDevLogger(toTerminal: (line: string) => void): DevLogger {
  let held: string[] = [];
  let log: ProgramLog | null = null;
  const write = (text: string) => {
    const line = text.trimEnd();
    if (log) {
      log.write(line);
      return;
    }
    held = [...held.slice(1 - maxHeldLines), line];
    const forTerminal = terminalLine(line);
    if (forTerminal) toTerminal(forTerminal);
  };
  const logger = pino(
    {
      level: 'debug',
      base: { program: 'dev', pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return {
    logger,
    writeTo: (opened) => {
      for (const line of held) opened.keep(line);
      held = [];
      log = opened;
    },
  };
}
