import type { DeliveredJob } from '../../core/backplane/queue-connections.js';
import type { TurnJob } from '../../core/contracts/jobs.js';
import type { Logger } from '../../core/logger.js';
import type { TurnJournal } from '../turn/attempt.js';

/** What a turn tells its operators is written at most this late. */
export const JOURNAL_MS = 100;

/**
 * Written for operators, without waiting: the turn must not be slower, or fail, because of it. What comes within a
 * moment is written together, of several stages only the last. One line after another: on Postgres BullMQ numbers a
 * line by those that are there, and of two at the same moment one is lost.
 */
export function createJournal(
  job: Pick<DeliveredJob<TurnJob>, 'id' | 'log' | 'updateProgress'>,
  logger: Logger,
): TurnJournal & { write(): void } {
  let stage: string | null = null;
  let lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let written: Promise<unknown> = Promise.resolve();
  const onError = (error: unknown) => logger.debug({ err: error, job_id: job.id }, 'a job log line was lost');
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (stage !== null) job.updateProgress({ stage }).catch(onError);
    for (const line of lines) written = written.then(() => job.log(line)).catch(onError);
    stage = null;
    lines = [];
  };
  const writeSoon = () => {
    timer ??= setTimeout(write, JOURNAL_MS);
  };
  return {
    progress: (next) => {
      stage = next;
      writeSoon();
    },
    line: (text) => {
      lines.push(text);
      writeSoon();
    },
    write,
  };
}
