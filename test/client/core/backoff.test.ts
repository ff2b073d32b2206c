import { describe, expect, it } from '@jest/globals';
import { backoffMs } from '../../../client/core/backoff.js';
import { createRandom } from '../../../dev/random.js';

const bounds = { baseMs: 500, capMs: 30_000 };

describe('the wait before a reconnection', () => {
  it('is never longer than the cap and never negative, however many failures there were', () => {
    const random = createRandom(1).next;
    for (let failures = 0; failures < 5_000; failures++) {
      const waitMs = backoffMs(failures, bounds, random);
      expect(waitMs).toBeGreaterThanOrEqual(0);
      expect(waitMs).toBeLessThanOrEqual(bounds.capMs);
    }
  });

  it('doubles its ceiling with each failure', () => {
    const ceilings = [1, 2, 3, 4, 20].map((failures) => backoffMs(failures, bounds, () => 1));
    expect(ceilings).toEqual([500, 1_000, 2_000, 4_000, 30_000]);
  });

  it('spreads over the whole range, so that clients do not come back together', () => {
    const random = createRandom(2).next;
    const waits = Array.from({ length: 1_000 }, () => backoffMs(5, bounds, random));
    const quarters = [0, 0, 0, 0];
    for (const wait of waits) {
      const quarter = Math.min(3, Math.floor(wait / 2_000));
      quarters[quarter] = (quarters[quarter] ?? 0) + 1;
    }
    for (const count of quarters) expect(count).toBeGreaterThan(180);
  });
});
