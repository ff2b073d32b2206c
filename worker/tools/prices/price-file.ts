import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { checkData, readData } from '../../../core/data-file.js';
import { parseDecimal } from '../decimal.js';
import { PRICE_PLACES } from './price-book.js';

const shipped = new URL('./prices.yaml', import.meta.url);

const words = z.strictObject({ en: z.string().min(1), fr: z.string().min(1) });
const name = z.string().regex(/^[a-z][a-z0-9_]*$/, { error: 'must be lower case with underscores' });

/** In quotes in the file: a number of YAML would be a binary fraction. */
const price = z.string().transform((text, check) => {
  try {
    return parseDecimal(text, PRICE_PLACES);
  } catch {
    check.addIssue({ code: 'custom', message: `${text} is not a price such as "0.045"` });
    return z.NEVER;
  }
});

const tiers = z
  .array(z.strictObject({ up_to: z.int().positive().optional(), price }))
  .min(2)
  .refine((list) => list.slice(0, -1).every((tier) => tier.up_to !== undefined), {
    error: 'every tier but the last says up to where it goes',
  })
  .refine((list) => list.at(-1)?.up_to === undefined, { error: 'the last tier has no end' })
  .refine(
    (list) => list.every((tier, at) => at < 1 || !tier.up_to || tier.up_to > (list[at - 1]?.up_to ?? 0)),
    {
      error: 'tiers go up',
    },
  );

/** One price, prices by tier, or prices by type. */
const priced = z.union([price, tiers, z.record(z.string().min(1), price)]);

/** A day for all Regions, or for those that have another than the file. */
const asOf = z.union([z.iso.date(), z.record(z.string().min(1), z.iso.date())], {
  error: 'must be a day such as "2025-06-30", or one for each of some Regions',
});

const usage = z
  .strictObject({
    item: words,
    unit: name,
    hourly: z.boolean().default(false),
    per: z.int().positive().default(1),
    /** Where its prices are of another day than the file. */
    as_of: asOf.optional(),
    /** By region. */
    prices: z.record(z.string().min(1), priced),
  })
  .superRefine(({ as_of, prices }, check) => {
    for (const region of typeof as_of === 'object' ? Object.keys(as_of) : [])
      if (!Object.hasOwn(prices, region))
        check.addIssue({
          code: 'custom',
          path: ['as_of', region],
          message: 'there are no prices for this Region',
        });
  });

const schema = z
  .strictObject({
    as_of: z.iso.date(),
    source: z.string().min(1),
    url: z.url(),
    units: z.record(name, words),
    services: z.record(name, z.record(name, usage)),
  })
  .superRefine((file, check) => {
    for (const [service, usages] of Object.entries(file.services))
      for (const [of, { unit }] of Object.entries(usages))
        if (!file.units[unit])
          check.addIssue({
            code: 'custom',
            message: `${service}.${of} has the unit ${unit}, which there is not`,
          });
  });

export type PriceFile = z.output<typeof schema>;

/** Throws one sentence that says where it is wrong. */
export function checkPriceFile(content: unknown, path = 'the price table'): PriceFile {
  return checkData(content, schema, path);
}

/** The shipped table. Throws one sentence that says where it is wrong. */
export function loadPriceFile(): PriceFile {
  return checkPriceFile(readData(shipped), fileURLToPath(shipped));
}

/** One line for each service, for the model: its usages, what they are counted in, and whether they want a type. */
export function describePrices({ services, units }: PriceFile): string {
  return Object.entries(services)
    .map(([service, usages]) => {
      const each = Object.entries(usages).map(([usage, { unit, prices }]) => {
        const typed = Object.values(prices).some(
          (priced) => typeof priced === 'object' && !Array.isArray(priced),
        );
        return `${usage} (${units[unit]?.en ?? unit}${typed ? ', wants a type' : ''})`;
      });
      return `${service}: ${each.join(', ')}`;
    })
    .join('\n');
}
