import { z } from 'zod';
import { limit, page } from './http.js';
import { id, pageCursor } from './ids.js';

/** Queries and answers of `/api/v1/admin/analytics`. */

/** Days of a report: two years, as long as the ledger is kept, and what it is about when nothing is said. */
export const analyticsLimits = { days: 800, defaultDays: 30 } as const;

const msOfDay = 86_400_000;

/** A day that JavaScript and Postgres write alike: there was no year 0. */
export const day = z.iso.date().refine((text) => text >= '1970-01-01', { error: 'must be in 1970 or later' });

/** From and to are both in it; without them the last thirty days. */
export const usageQuery = z
  .strictObject({
    by: z.enum(['user', 'day', 'turn']).default('day'),
    from: day.optional(),
    to: day.optional(),
    limit,
    cursor: pageCursor.optional(),
  })
  .transform(({ from, to, ...rest }) => {
    const last = to ?? dayOf(Date.now());
    return {
      ...rest,
      from: from ?? dayOf(Date.parse(last) - (analyticsLimits.defaultDays - 1) * msOfDay),
      to: last,
    };
  })
  .refine(({ from, to }) => from <= to, { path: ['from'], error: 'must not be after to' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < analyticsLimits.days * msOfDay, {
    path: ['from'],
    error: `must be less than ${analyticsLimits.days} days before to`,
  });

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

const usageRow = z.object({
  /** One of these, by what is asked; a turn comes with both. */
  day: z.iso.date().optional(),
  user_id: z.string().optional(),
  turn_id: id.optional(),
  session_id: id.optional(),
  calls: z.number().int(),
  /** Of models without a known price: in tokens, and not in the cost. */
  unpriced_calls: z.number().int(),
  input_tokens: z.number().int(),
  output_tokens: z.number().int(),
  cached_tokens: z.number().int(),
  /** A decimal as text, exact. */
  cost_usd: z.string(),
});

export const usagePage = z.object({ data: z.array(usageRow), page });

export type UsageQuery = z.output<typeof usageQuery>;
export type WireUsageRow = z.infer<typeof usageRow>;
export type UsagePage = z.infer<typeof usagePage>;
