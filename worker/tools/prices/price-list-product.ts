import { z } from 'zod';
import { parseDecimal } from '../decimal.js';
import { PRICE_PLACES, type Tier } from './price-book.js';

/** What is read of a product of AWS' Price List, as `GetProducts` gives it: JSON in a text. */
const product = z.object({
  publicationDate: z.string().regex(/^\d{4}-\d{2}-\d{2}/),
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.object({
        priceDimensions: z.record(
          z.string(),
          z.object({
            unit: z.string(),
            beginRange: z.string().regex(/^\d+$/),
            endRange: z.string().regex(/^(?:\d+|Inf)$/),
            pricePerUnit: z.object({ USD: z.string() }),
          }),
        ),
      }),
    ),
  }),
});

/** The tiers that it has for a unit, in order, and its day; null where they are not whole, or it is no product. */
export function readProduct(text: string, unit: string): { tiers: Tier[]; asOf: string } | null {
  const parsed = product.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const ranges = Object.values(parsed.data.terms.OnDemand)
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .filter((of) => of.unit.toLowerCase() === unit.toLowerCase() && !isFree(of.pricePerUnit.USD))
    .map(({ beginRange, endRange, pricePerUnit }) => ({
      from: BigInt(beginRange),
      upTo: endRange === 'Inf' ? null : BigInt(endRange),
      price: parseDecimal(pricePerUnit.USD, PRICE_PLACES),
    }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const isWhole =
    ranges.length > 0 && ranges.every(({ from }, at) => from === (at === 0 ? 0n : ranges[at - 1]?.upTo));
  if (!isWhole || ranges.at(-1)?.upTo !== null) return null;
  return {
    tiers: ranges.map(({ upTo, price }) => ({ upTo, price })),
    asOf: parsed.data.publicationDate.slice(0, 10),
  };
}

/** What a reservation pays for beside the price on demand. */
function isFree(usd: string): boolean {
  return /^0(?:\.0*)?$/.test(usd) || !/^\d+(?:\.\d{1,10})?$/.test(usd);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
