import { ToolError } from '../tool.js';
import type { PriceBook, Tier, Wanted } from './price-book.js';
import type { PriceFile } from './price-file.js';

/** Prices out of a file: nothing is asked for, and they are as old as the file says. */
export function createPriceTable(file: PriceFile): PriceBook {
  const source = { name: file.source, url: file.url, asOf: file.as_of };
  return {
    find: async (wanted) => {
      const { item, unit, hourly, per, tiers } = findIn(file, wanted);
      return { item, unit, hourly, per, tiers, source };
    },
  };
}

/** Throws a ToolError with what there is in place of what there is not, from the service down to the type. */
function findIn(file: PriceFile, { region, service, usage, type }: Wanted) {
  const usages = pick(file.services, service, 'service');
  const found = pick(usages, usage, `usage of ${service}`);
  const priced = pick(found.prices, region, `Region for ${service} ${usage}`);
  const name = type === null || typeof priced === 'bigint' || Array.isArray(priced) ? '' : ` ${type}`;
  const words = pick(file.units, found.unit, 'unit');
  return {
    item: { en: found.item.en + name, fr: found.item.fr + name },
    unit: words,
    hourly: found.hourly,
    per: BigInt(found.per),
    tiers: tiersOf(priced, `${service} ${usage} in ${region}`, type),
  };
}

function tiersOf(
  priced: PriceFile['services'][string][string]['prices'][string],
  of: string,
  type: string | null,
): Tier[] {
  if (typeof priced === 'bigint') return [{ upTo: null, price: priced }];
  if (Array.isArray(priced)) {
    return priced.map((tier) => ({
      upTo: tier.up_to === undefined ? null : BigInt(tier.up_to),
      price: tier.price,
    }));
  }
  return [{ upTo: null, price: pick(priced, type ?? '', `type of ${of}`) }];
}

function pick<T>(known: Record<string, T>, name: string, what: string): T {
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found !== undefined) return found;
  const asked = name === '' ? `A ${what} is missing` : `"${name.slice(0, 60)}" is not a known ${what}`;
  throw new ToolError(`${asked}. Known: ${Object.keys(known).join(', ') || 'none'}.`);
}
