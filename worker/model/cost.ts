import type { Usage } from '../../core/domain/message.js';
import type { TokenPrices } from '../../core/models/model-facts.js';

/** Tokens as Bedrock counts them: `inputTokens` are those that were neither read from its cache nor written to it. */
export type BilledTokens = Pick<Usage, 'inputTokens' | 'outputTokens' | 'cachedTokens'> & {
  cacheWriteTokens: number;
};

/** Whole picodollars, which a number holds exactly up to $9,000; null where no price is known. */
export function costPicodollars(tokens: BilledTokens, prices: TokenPrices | null): number | null {
  if (!prices) return null;
  return (
    tokens.inputTokens * prices.input +
    tokens.outputTokens * prices.output +
    tokens.cachedTokens * prices.cached +
    tokens.cacheWriteTokens * prices.cacheWrite
  );
}

/** US dollars: divided once, so that the result is the number nearest to the true decimal, and prints as it. */
export function costUsd(tokens: BilledTokens, prices: TokenPrices | null): number | null {
  const picodollars = costPicodollars(tokens, prices);
  return picodollars === null ? null : picodollars / 1e12;
}
