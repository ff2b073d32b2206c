import { DelayedError, UnrecoverableError } from 'bullmq';
import type { JobProcessor } from '../../core/backplane/job-consumer.js';
import type { DeliveredJob } from '../../core/backplane/queue-connections.js';
import { type TurnJob, turnJob } from '../../core/contracts/jobs.js';
import type { Logger } from '../../core/logger.js';
import type { TurnDeps, TurnJournal } from '../turn/attempt.js';
import { runTurn } from '../turn/run-turn.js';
import { RetryLater } from './retry-later.js';

/** How long a turn that came before its turn waits in the queue. */
export const BLOCKED_DELAY_MS = 500;
/** What a turn tells its operators is written at most this late. */
export const JOURNAL_MS = 100;

/** Translates between a BullMQ job and a turn: what became of the turn is what becomes of the job. */
export function createTurnProcessor(deps: TurnDeps): JobProcessor<TurnJob> {
  return async (job, token) => {
    const { turn_id: id, session_id: sessionId } = turnJob.payload.parse(job.data);
    const journal = journalOf(job, deps.logger);
    const outcome = await runTurn(deps, { id, sessionId }, journal).finally(journal.write);
    switch (outcome.kind) {
      case 'ended':
        if (outcome.state === 'failed') throw new UnrecoverableError(outcome.error?.code ?? 'failed');
        return outcome.state;
      case 'retry':
        throw new RetryLater(outcome.error.code, outcome.delayMs, { cause: outcome.cause });
      case 'blocked':
        await job.moveToDelayed(Date.now() + BLOCKED_DELAY_MS, token);
        throw new DelayedError();
      case 'handed_over':
      case 'gone':
        return outcome.kind;
    }
  };
}

/**
 * Written for operators, without waiting: the turn must not be slower, or fail, because of it. What comes within a
 * moment is written together, of several stages only the last.
 */
function journalOf(job: DeliveredJob<TurnJob>, logger: Logger): TurnJournal & { write(): void } {
  let stage: string | null = null;
  let lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const onError = (error: unknown) => logger.debug({ err: error, job_id: job.id }, 'a job log line was lost');
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (stage !== null) job.updateProgress({ stage }).catch(onError);
    for (const line of lines) job.log(line).catch(onError);
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
