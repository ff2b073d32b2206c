import { encodeEvent } from '../../core/backplane/event-log.js';
import { standingToWire } from '../../core/domain/wire.js';
import { takeWarnings } from '../../core/store/budgets.js';
import { bookUsage } from '../../core/store/ledger.js';
import type { Attempt, TurnDeps } from '../turn/attempt.js';

/**
 * Books what an attempt took whose end is not recorded: it is tried again, or the turn is no longer ours. Models were paid
 * for it. Best effort: for want of a row in the ledger no turn is held up.
 */
export async function bookAttempt(
  deps: Pick<TurnDeps, 'db' | 'logger'>,
  { turn, used }: Pick<Attempt, 'turn' | 'used'>,
): Promise<void> {
  try {
    await bookUsage(deps.db, { sessionId: turn.sessionId, turnId: turn.id }, used);
  } catch (error) {
    deps.logger.warn({ err: error, turn_id: turn.id }, 'what an attempt took was not booked');
  }
}

/** After an end that was recorded: tells the user, once a day, that his budget is nearly used up. Best effort. */
export async function warnOfBudget(
  deps: Pick<TurnDeps, 'db' | 'log' | 'logger'>,
  { turn, claim, used }: Pick<Attempt, 'turn' | 'claim' | 'used'>,
): Promise<void> {
  const { budget } = claim;
  if (!budget || used.length === 0) return;
  try {
    const events = (await takeWarnings(deps.db, turn.userId, budget)).map((standing) =>
      encodeEvent(turn.sessionId, { type: 'budget.warning', ...standingToWire(standing) }),
    );
    if (events.length > 0) await deps.log.append(turn.sessionId, events);
  } catch (error) {
    deps.logger.warn(
      { err: error, turn_id: turn.id },
      'a user was not told that his budget is nearly used up',
    );
  }
}
