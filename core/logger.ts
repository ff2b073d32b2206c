import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { describeError } from './describe-error.js';

export type { Logger };

/**
 * JSON lines on standard output, or on `output`. Message text never belongs in a log: pass ids and counts, and
 * errors as `err`, of which only what cannot hold text is written. The redaction list is the second line of
 * defence, for objects that carry more than their author thought.
 */
export function createLogger(
  program: 'server' | 'worker' | 'release' | 'dev',
  level: string,
  output: DestinationStream = destination({ fd: 1, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: { program, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
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
    output,
  );
}
