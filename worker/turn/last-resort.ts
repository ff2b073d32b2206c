import { ModelError, modelErrorTable } from '../model/model-error.js';
import { type Answered, replay, sayAtOnce } from './answer.js';
import type { Attempt, TurnDeps } from './attempt.js';
import type { Verdict } from './retry.js';

/**
 * What is answered when no model does: an older answer to the same question, else what the intent has prepared; null
 * where there is neither.
 *
 * Only when the model is at fault, and only for good: while another attempt may still bring a real answer, it is worth
 * the wait. When every breaker is open nobody knows how long that is, so it comes at once.
 */
export async function lastResort(
  deps: TurnDeps,
  attempt: Attempt,
  error: unknown,
  verdict: Verdict,
): Promise<Answered | null> {
  if (!(error instanceof ModelError) || !modelErrorTable[error.kind].ofTheModel) return null;
  if (verdict.retry && error.kind !== 'shut_out') return null;
  const { understood, keeping, templateVersion, claim } = attempt;
  const kept = await keeping?.found;
  if (kept && templateVersion !== null) {
    const { knowledgeVersion } = claim;
    if (deps.answers.isOfUse(kept, { templateVersion, knowledgeVersion })) return replay(deps, attempt, kept);
  }
  const prepared = understood?.definition.canned?.[understood.language];
  if (prepared === undefined) return null;
  const by = { model: null, fallback: false, cachedAt: null, canned: true };
  const empty = { sources: [], toolCalls: [], leavesOpen: false };
  return { origin: 'canned', by, ...sayAtOnce(attempt, by, prepared), ...empty };
}
