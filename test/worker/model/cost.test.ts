import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { costUsd } from '../../../worker/model/cost.js';

const count = fc.integer({ min: 0, max: 2_000_000 });
/** Up to $75 for a million tokens, to the sixth decimal. */
const price = fc.integer({ min: 0, max: 75_000_000 });
const tokens = fc.record({
  inputTokens: count,
  outputTokens: count,
  cachedTokens: count,
  cacheWriteTokens: count,
});
const prices = fc.record({ input: price, output: price, cached: price, cacheWrite: price });

describe('the cost of an answer', () => {
  test('is right to the last decimal, whatever was used and whatever it costs', () => {
    fc.assert(
      fc.property(tokens, prices, (used, costs) => {
        const exact =
          BigInt(used.inputTokens) * BigInt(costs.input) +
          BigInt(used.outputTokens) * BigInt(costs.output) +
          BigInt(used.cachedTokens) * BigInt(costs.cached) +
          BigInt(used.cacheWriteTokens) * BigInt(costs.cacheWrite);
        const decimal = `${exact / 1_000_000_000_000n}.${String(exact % 1_000_000_000_000n).padStart(12, '0')}`;
        expect(costUsd(used, costs)).toBe(Number(decimal));
      }),
    );
  });

  test('prints as the decimal that it is', () => {
    const used = { inputTokens: 3, outputTokens: 1, cachedTokens: 0, cacheWriteTokens: 0 };
    const novaMicro = { input: 35_000, output: 140_000, cached: 8_750, cacheWrite: 35_000 };
    expect(costUsd(used, novaMicro)).toBe(0.000000245);
    expect(costUsd({ ...used, cachedTokens: 1_000 }, novaMicro)).toBe(0.000008995);
  });

  test('is not known where the price is not', () => {
    const used = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, cacheWriteTokens: 0 };
    expect(costUsd(used, null)).toBeNull();
  });
});
