import { z } from 'zod';
import { estimate, type PricedUsage } from './estimate.js';
import type { Price, PriceBook, PriceSource } from './prices/price-book.js';
import { createTool, storable, type Tool, ToolError } from './tool.js';

/** By which models call it. */
export const ESTIMATE_COST = 'estimate_cost';

/** Of one estimate: its items, and the largest number that a quantity or a count may be. */
export const estimateLimits = { items: 20, quantity: 1_000_000_000_000 } as const;

/** What AWS itself counts a month as. */
const HOURS_PER_MONTH = 730;

const amount = z.number().min(0).max(estimateLimits.quantity);
const input = z.strictObject({
  region: z.string().max(40).describe('Region code, such as eu-west-3'),
  items: z
    .array(
      z.strictObject({
        service: z.string().max(60),
        usage: z.string().max(60).describe('One of the usages of the service'),
        type: z
          .string()
          .max(60)
          .optional()
          .describe('Instance type, class or model, where the usage wants one'),
        count: amount.optional().describe('How many there are; 1 when left out'),
        quantity: amount
          .optional()
          .describe(
            'What each uses in a month, in the unit of the usage; a whole month when hours are left out',
          ),
      }),
    )
    .min(1)
    .max(estimateLimits.items),
});

/**
 * What a month of AWS usage costs, line by line; the same input gives the same to the cent. What has no price is named and
 * left out, so that one item costs no estimate of the others.
 */
export function createEstimateCost(deps: { prices: PriceBook; described: string }): Tool {
  return createTool({
    name: ESTIMATE_COST,
    description: `Works out what AWS usage costs in a month at list prices on demand, line by line. Free tiers, commitments and taxes are left out. Work out no sum of money without it: where usage is known, call it once for all of it in one Region, and repeat its figures unchanged, with the Region and every date of the prices. What it has no price for is in "missing", and not in the total: say so. Services with their usages:\n${deps.described}`,
    input,
    run: async ({ region, items }, { language }) => {
      const lookUp = async (item: Item): Promise<PricedUsage | Missing> => {
        const wanted = { ...item, type: item.type ?? null };
        try {
          return priced(item, await deps.prices.find({ region, ...wanted }));
        } catch (error) {
          if (!(error instanceof ToolError)) throw error;
          const name = deps.prices.nameOf(wanted)?.[language] ?? item.service;
          return { missing: storable(name), why: storable(error.message) };
        }
      };
      const found = await Promise.all(items.map(lookUp));
      const usages = found.flatMap((one) => ('price' in one ? [one] : []));
      const lacking = found.flatMap((one) => ('missing' in one ? [one] : []));
      const whys = [...new Set(lacking.map(({ why }) => why))];
      if (usages.length === 0) throw new ToolError(whys.join('\n'));
      const prices = new Map(
        usages.map(({ price: { source } }) => [JSON.stringify(source), wireSource(source)]),
      );
      const result = {
        region,
        currency: 'USD',
        ...estimate(usages, language),
        ...(lacking.length > 0 ? { missing: lacking.map(({ missing }) => missing) } : {}),
        prices: [...prices.values()],
      };
      return lacking.length > 0 ? { result, text: JSON.stringify({ ...result, whys }) } : { result };
    },
  });
}

type Item = z.output<typeof input>['items'][number];
/** What it is called, and why it has no price: for the model, which may ask otherwise. */
type Missing = { missing: string; why: string };

function priced({ service, usage, count, quantity }: Item, price: Price): PricedUsage {
  const each = quantity ?? (price.hourly ? HOURS_PER_MONTH : null);
  if (each === null) throw new ToolError(`${service} ${usage} wants a quantity, in ${price.unit.en}.`);
  return { price, count: count ?? 1, each };
}

function wireSource({ name, url, asOf }: PriceSource) {
  return { name, url, as_of: asOf };
}
