import { DelayedError, UnrecoverableError } from 'bullmq';
import type { DeliveredJob } from '../../core/backplane/queue-connections.js';
import type { TurnProcessor } from '../../core/backplane/turn-consumer.js';
import { turnJob } from '../../core/contracts/jobs.js';
import type { Logger } from '../../core/logger.js';
import type { TurnDeps, TurnJournal } from '../turn/attempt.js';
import { runTurn } from '../turn/run-turn.js';
import { RetryLater } from './retry-later.js';

/** How long a turn that came before its turn waits in the queue. */
const BLOCKED_DELAY_MS = 500;

/** Translates between a BullMQ job and a turn: what became of the turn is what becomes of the job. */
export function createTurnProcessor(deps: TurnDeps): TurnProcessor {
  return async (job, token) => {
    const { turn_id: id, session_id: sessionId } = turnJob.payload.parse(job.data);
    const outcome = await runTurn(deps, { id, sessionId }, journalOf(job, deps.logger));
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

/** Written for operators, without waiting: the turn must not be slower, or fail, because of it. */
function journalOf(job: DeliveredJob, logger: Logger): TurnJournal {
  const onError = (error: unknown) => logger.debug({ err: error, job_id: job.id }, 'a job log line was lost');
  return {
    progress: (stage) => void job.updateProgress({ stage }).catch(onError),
    line: (text) => void job.log(text).catch(onError),
  };
}
