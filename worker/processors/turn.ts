import { DelayedError, UnrecoverableError } from 'bullmq';
import type { JobProcessor } from '../../core/backplane/job-consumer.js';
import { type TurnJob, turnJob } from '../../core/contracts/jobs.js';
import type { TurnDeps } from '../turn/attempt.js';
import { runTurn } from '../turn/run-turn.js';
import { createJournal } from './journal.js';
import { RetryLater } from './retry-later.js';

/** How long a turn that came before its turn waits in the queue. */
export const BLOCKED_DELAY_MS = 500;

/** Translates between a BullMQ job and a turn: what became of the turn is what becomes of the job. */
export function createTurnProcessor(deps: TurnDeps): JobProcessor<TurnJob> {
  return async (job, token) => {
    const { turn_id: id, session_id: sessionId } = turnJob.payload.parse(job.data);
    const journal = createJournal(job, deps.logger);
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
