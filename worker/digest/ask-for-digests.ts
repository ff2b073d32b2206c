import type { DigestProducer } from '../../core/backplane/digest-producer.js';
import type { DigestName } from '../../core/contracts/jobs.js';
import type { Logger } from '../../core/logger.js';
import type { EndedTurn } from '../../core/store/turn-end.js';
import type { Attempt } from '../turn/attempt.js';
import { summaryLimits } from './limits.js';

/**
 * What a turn's end makes due is asked for, and nobody waits for it: what the queue does not take, a later turn asks for
 * again, or the schedule.
 */
export function askForDigests(
  deps: { digests: DigestProducer; logger: Logger },
  attempt: Pick<Attempt, 'claim' | 'understood'>,
  { turn, answer }: EndedTurn,
): void {
  const { session, summary } = attempt.claim;
  const due: DigestName[] = [];
  // A greeting names no session.
  const names = turn.state === 'completed' && attempt.understood?.definition.searchKnowledge;
  if (names && session.title === null) due.push('title');
  if (answer.position - (summary?.throughPosition ?? 0) >= summaryLimits.dueAfter) due.push('summary');
  for (const name of due) {
    deps.digests.ask({ name, sessionId: session.id, position: answer.position }).catch((error: unknown) => {
      deps.logger.debug({ err: error, session_id: session.id, name }, 'a digest was not asked for');
    });
  }
}
