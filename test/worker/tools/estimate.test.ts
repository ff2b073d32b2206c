import { test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import fc from 'fast-check';
import { estimate, type PricedUsage } from '../../../worker/tools/estimate.js';
import { PRICE_PLACES, type Price, type Tier } from '../../../worker/tools/prices/price-book.js';

const source = { name: 'a table', url: 'https://example.com/', asOf: '2025-06-30' };

function priceOf(item: string, tiers: Tier[], per = 1n, hourly = false): Price {
  return { item: { en: item, fr: item }, unit: { en: 'units', fr: 'unités' }, hourly, per, tiers, source };
}

const unitPrice = fc.bigInt({ min: 0n, max: 50n * 10n ** BigInt(PRICE_PLACES) });
const per = fc.constantFrom(1n, 1_000n, 10_000n, 1_000_000n);
const flat = fc.tuple(unitPrice, per).map(([price, of]) => priceOf('flat', [{ upTo: null, price }], of));
const tiered = fc
  .tuple(
    fc.uniqueArray(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 5 }),
    unitPrice,
    per,
  )
  .map(([ends, first, of]) => {
    const upTo = [...ends.toSorted((a, b) => (a < b ? -1 : 1)), null];
    return priceOf(
      'tiered',
      upTo.map((end, at) => ({ upTo: end, price: first / BigInt(at + 1) })),
      of,
    );
  });
const amount = fc.oneof(
  fc.integer({ min: 0, max: 1_000_000_000 }),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
);
const usage = fc.record({
  price: fc.oneof(flat, tiered),
  count: fc.integer({ min: 1, max: 1_000 }),
  each: amount,
});
const usages = fc
  .array(usage, { minLength: 1, maxLength: 8 })
  .map((list) => list.map((one, at) => ({ ...one, price: named(one.price, `${one.price.item.en} ${at}`) })));

function named(price: Price, item: string): Price {
  return { ...price, item: { en: item, fr: item } };
}

/** Cents, from the text of an amount; what is no money with two places fails. */
function cents(text: string): bigint {
  expect(text).toMatch(/^(?:0|[1-9]\d*)\.\d\d$/);
  return BigInt(text.replace('.', ''));
}

/** Millionths of a millionth, from the text of a quantity. */
function exact(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(12, '0'));
}

const one = (price: Price, each: number, count = 1): PricedUsage[] => [{ price, count, each }];
const totalOf = (list: PricedUsage[]) => cents(estimate(list, 'en').total);

describe('an estimate', () => {
  test.prop([usages])('has a total that is the sum of its lines as they are shown', (list) => {
    const { lines, total } = estimate(list, 'en');
    expect(lines.reduce((sum, line) => sum + cents(line.amount), 0n)).toBe(cents(total));
  });

  test.prop([tiered, amount])(
    'has lines whose quantities add up to what was asked for, in the order of the tiers',
    (price, each) => {
      const { lines } = estimate(one(price, each), 'en');
      const parts = lines.map(({ quantity }) => exact(quantity));
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(exact(each.toFixed(6)));
      expect(lines.length).toBeLessThanOrEqual(price.tiers.length);
      // Every tier but the last one touched is full.
      let from = 0n;
      for (const [at, part] of parts.slice(0, -1).entries()) {
        const end = (price.tiers[at]?.upTo ?? 0n) * 10n ** 12n;
        expect(part).toBe(end - from);
        from = end;
      }
    },
  );

  test.prop([fc.oneof(flat, tiered), amount, amount])('costs no less for more', (price, a, b) => {
    const [less, more] = a < b ? [a, b] : [b, a];
    const { lines } = estimate(one(price, more), 'en');
    // Each line is rounded by itself, which moves it by half a cent at most.
    expect(totalOf(one(price, more)) + BigInt(lines.length)).toBeGreaterThanOrEqual(
      totalOf(one(price, less)),
    );
  });

  test.prop([usages, usages])('of two things is the sum of their estimates', (some, others) => {
    const apart = others.map((other) => ({
      ...other,
      price: named(other.price, `other ${other.price.item.en}`),
    }));
    expect(totalOf([...some, ...apart])).toBe(totalOf(some) + totalOf(apart));
  });

  test.prop([flat, fc.integer({ min: 0, max: 1e9 })])(
    'is exact to the cent, whatever the price',
    (price, each) => {
      const [tier] = price.tiers;
      // Worked out another way: in whole ten-billionths of a dollar, and rounded by hand.
      const tenBillionths = BigInt(each) * (tier?.price ?? 0n);
      const cent = 10n ** 8n * price.per;
      const down = tenBillionths / cent;
      const rounded = (tenBillionths % cent) * 2n >= cent ? down + 1n : down;
      expect(totalOf(one(price, each))).toBe(rounded);
    },
  );

  test.prop([usages, fc.constantFrom('en' as const, 'fr' as const)])(
    'never shows what is not a number',
    (list, language) => {
      for (const line of estimate(list, language).lines) {
        expect(line.quantity).toMatch(/^\d+(?:\.\d*[1-9])?$/);
        expect(line.unit_price).toMatch(/^\d+\.\d{2,10}$/);
        expect(line.item).not.toMatch(/NaN|undefined|Infinity/);
      }
    },
  );

  test('counts the tiers over everything that is used of one price', () => {
    const out = priceOf('out', [
      { upTo: 10_240n, price: 900_000_000n },
      { upTo: null, price: 850_000_000n },
    ]);
    const { lines, total } = estimate([...one(out, 8_000), ...one(out, 1_120, 4)], 'en');
    expect(lines.map(({ item, quantity, amount: sum }) => [item, quantity, sum])).toEqual([
      ['out, first 10,240\u00a0units', '10240', '921.60'],
      ['out, above 10,240\u00a0units', '2240', '190.40'],
    ]);
    expect(total).toBe('1112.00');
  });

  test('says how many there are of what is billed by the hour', () => {
    const gateway = priceOf('NAT gateway', [{ upTo: null, price: 500_000_000n }], 1n, true);
    expect(estimate(one(gateway, 730, 2), 'en').lines).toEqual([
      {
        item: '2 × NAT gateway',
        quantity: '1460',
        unit: 'units',
        unit_price: '0.05',
        per: 1,
        amount: '73.00',
      },
    ]);
  });

  test('writes a fraction of it as the language does', () => {
    const vcpu = priceOf('vCPU', [{ upTo: null, price: 500_000_000n }], 1n, true);
    const item = (language: 'en' | 'fr') => estimate(one(vcpu, 730, 1.5), language).lines[0]?.item;
    expect(item('en')).toBe('1.5 × vCPU');
    expect(item('fr')).toBe('1,5 × vCPU');
  });
});
