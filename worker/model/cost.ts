import type { Usage } from '../../core/domain/message.js';
import type { TokenPrices } from '../../core/models/model-facts.js';

/** Tokens as Bedrock counts them: `inputTokens` are those that were neither read from its cache nor written to it. */
export type BilledTokens = Pick<Usage, 'inputTokens' | 'outputTokens' | 'cachedTokens'> & {
  cacheWriteTokens: number;
};

/**
 * US dollars, or null where no price is known. Summed in whole picodollars, which a number holds exactly up to $9,000,
 * and divided once: the result is the number nearest to the true decimal, and prints as it.
 */
export function costUsd(tokens: BilledTokens, prices: TokenPrices | null): number | null {
  if (!prices) return null;
  const total =
    tokens.inputTokens * prices.input +
    tokens.outputTokens * prices.output +
    tokens.cachedTokens * prices.cached +
    tokens.cacheWriteTokens * prices.cacheWrite;
  return total / 1e12;
}
