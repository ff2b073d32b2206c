import { destination, type Logger, pino, stdTimeFunctions } from 'pino';

export type { Logger };

/**
 * JSON lines on standard output. Message text never belongs in a log: pass ids and counts. The redaction list is
 * the second line of defence, for objects that carry more than their author thought.
 */
export function createLogger(program: 'server' | 'worker' | 'release' | 'dev', level: string): Logger {
  return pino(
    {
      level,
      base: { program, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [
          'content',
          '*.content',
          'text',
          '*.text',
          'authorization',
          '*.authorization',
          'token',
          '*.token',
          '*.cookie',
        ],
        censor: '[redacted]',
      },
    },
    destination({ fd: 1, sync: true }),
  );
}
