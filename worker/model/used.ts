import { newId } from '../../core/domain/ids.js';
import type { LedgerKind, Used } from '../../core/domain/ledger.js';
import type { FactsOf } from '../../core/models/model-facts.js';
import { approxTokens, approxTokensOfBytes } from '../prompt/tokens.js';
import type { Generation, ModelInput } from './bedrock.js';
import { costPicodollars } from './cost.js';

/** Hears of each call of a model that was paid for: what it took, as the model says, or as is estimated of one that was cut. */
export type OnUsed = (used: Used) => void;

/** A call for the ledger; null where the model did not say what it took. Input written to a cache is input. */
export function usedBy(
  kind: LedgerKind,
  model: string,
  { usage, cacheWriteTokens }: Pick<Generation, 'usage' | 'cacheWriteTokens'>,
  factsOf: FactsOf,
): Used | null {
  if (!usage) return null;
  const { inputTokens, outputTokens, cachedTokens } = usage;
  return {
    id: newId(),
    kind,
    model,
    inputTokens: inputTokens + cacheWriteTokens,
    outputTokens,
    cachedTokens,
    picodollars: costPicodollars({ ...usage, cacheWriteTokens }, factsOf(model).prices),
    estimated: false,
  };
}

/**
 * The same for a call that was interrupted in the midst of its answer, by a stop, a verdict or a fault: the model has read
 * the prompt and is paid for what it wrote, and says neither. Without it whoever stops each answer would use no budget.
 */
export function usedUntilCut(
  kind: LedgerKind,
  model: string,
  input: ModelInput,
  saidBytes: number,
  factsOf: FactsOf,
): Used {
  const counts = {
    inputTokens: approxTokens(JSON.stringify([input.system, input.messages, input.toolConfig])),
    outputTokens: approxTokensOfBytes(saidBytes),
    cachedTokens: 0,
  };
  const picodollars = costPicodollars({ ...counts, cacheWriteTokens: 0 }, factsOf(model).prices);
  return { id: newId(), kind, model, ...counts, picodollars, estimated: true };
}
