import { errorTable } from '../../core/contracts/errors.js';
import type { Failure } from '../../core/domain/message.js';
import { ModelError, modelErrorTable } from '../model/model-error.js';

/** What becomes of a failed attempt. */
export type Verdict =
  /** `counts`: as one of the failures that it may have. */
  { retry: true; delayMs: number; counts: boolean; error: Failure } | { retry: false; error: Failure };

/** Longest wait between two attempts. */
export const MAX_DELAY_MS = 20_000;

const ONCE_MORE = 2;

/** What is not the model's is ours, the database for example: as patient as with an outage of the model. */
export const otherFailures = { maxAttempts: 5, firstDelayMs: 500 } as const;

/**
 * Exponential back-off with full jitter (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015):
 * anything between nothing and the doubled delay, so that many turns that failed together do not come back
 * together. `attempt` counts since its user asked last, `leftMs` is the time to the turn's deadline, `lastReason` why the
 * attempt before this one ended, `random` is 0 to 1.
 *
 * A turn that was shut out has asked no model: that takes nothing from the attempts that do, and is bounded by the number
 * of all attempts.
 */
export function judge(
  error: unknown,
  turn: { attempt: number; failures: number; leftMs: number; lastReason: string | null },
  random: number = Math.random(),
): Verdict {
  const rule = error instanceof ModelError ? modelErrorTable[error.kind] : null;
  const code = rule?.code ?? 'TURN_ABANDONED';
  const failure = { code, message: errorTable[code].message };
  const counts = !(error instanceof ModelError && error.kind === 'shut_out');
  const failuresWithThis = counts ? turn.failures + 1 : turn.attempt;
  const { maxAttempts, firstDelayMs } = rule ?? otherFailures;
  // What is worth one more try is so whatever else has failed before it.
  const hasHadItsTry = maxAttempts !== ONCE_MORE || turn.lastReason === (error as ModelError).kind;
  const most = hasHadItsTry ? maxAttempts : otherFailures.maxAttempts;
  if (failuresWithThis >= most) return { retry: false, error: failure };
  const ceiling = Math.min(firstDelayMs * 2 ** failuresWithThis, MAX_DELAY_MS);
  const delayMs = Math.round(ceiling * random) + (error instanceof ModelError ? error.retryAfterMs : 0);
  if (delayMs > turn.leftMs) return { retry: false, error: failure };
  return { retry: true, delayMs, counts, error: failure };
}
