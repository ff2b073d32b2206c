import { z } from 'zod';
import { estimate } from './estimate.js';
import type { PriceBook, PriceSource } from './prices/price-book.js';
import { createTool, type Tool, ToolError } from './tool.js';

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

/** What a month of AWS usage costs, line by line; the same input gives the same to the cent. */
export function createEstimateCost(deps: { prices: PriceBook; described: string }): Tool {
  return createTool({
    name: 'estimate_cost',
    description: `Works out what AWS usage costs in a month at list prices on demand, line by line. Free tiers, commitments and taxes are left out. Work out no sum of money without it: where usage is known, call it once for all of it, and repeat its figures unchanged, with the Region and the date of the prices. Services with their usages:\n${deps.described}`,
    input,
    run: async ({ region, items }, { language }) => {
      const usages = await Promise.all(
        items.map(async ({ service, usage, type, count, quantity }) => {
          const price = await deps.prices.find({ region, service, usage, type: type ?? null });
          const each = quantity ?? (price.hourly ? HOURS_PER_MONTH : null);
          if (each === null)
            throw new ToolError(`${service} ${usage} wants a quantity, in ${price.unit.en}.`);
          return { price, count: count ?? 1, each };
        }),
      );
      const prices = new Map(
        usages.map(({ price: { source } }) => [JSON.stringify(source), wireSource(source)]),
      );
      return {
        result: {
          region,
          currency: 'USD',
          ...estimate(usages, language),
          prices: [...prices.values()],
        },
      };
    },
  });
}

function wireSource({ name, url, asOf }: PriceSource) {
  return { name, url, as_of: asOf };
}
