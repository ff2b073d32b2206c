import { ToolError } from '../tool.js';
import type { Price, PriceBook, Tier, Wanted } from './price-book.js';
import type { PriceFile } from './price-file.js';

type Usage = PriceFile['services'][string][string];

/** Prices out of a file: nothing is asked for, and each is as old as the file says. */
export function createPriceTable(file: PriceFile): PriceBook {
  return {
    find: async (wanted) => {
      const { region, service, usage, type } = wanted;
      const { prices, per, as_of } = usageIn(file, wanted);
      const priced = pick(prices, region, `Region for ${service} ${usage}`);
      const isTyped = typeof priced === 'object' && !Array.isArray(priced);
      return {
        ...labelOf(file, isTyped ? wanted : { ...wanted, type: null }),
        per: BigInt(per),
        tiers: tiersOf(priced, `${service} ${usage} in ${region}`, type),
        source: { name: file.source, url: file.url, asOf: dayIn(as_of, region) ?? file.as_of },
      };
    },
    nameOf: (wanted) => {
      const { service, usage } = wanted;
      const usages = Object.hasOwn(file.services, service) ? file.services[service] : undefined;
      return usages && Object.hasOwn(usages, usage) ? labelOf(file, wanted).item : null;
    },
  };
}

/** What a usage is called and counted in, with its type; the same in every Region. */
export function labelOf(
  file: PriceFile,
  wanted: Omit<Wanted, 'region'>,
): Pick<Price, 'item' | 'unit' | 'hourly'> {
  const { item, unit, hourly } = usageIn(file, wanted);
  const type = wanted.type === null ? '' : ` ${wanted.type}`;
  return {
    item: { en: item.en + type, fr: item.fr + type },
    unit: pick(file.units, unit, 'unit'),
    hourly,
  };
}

/** Throws a ToolError with what there is in place of what there is not; so does all below. */
function usageIn(file: PriceFile, { service, usage }: Pick<Wanted, 'service' | 'usage'>): Usage {
  return pick(pick(file.services, service, 'service'), usage, `usage of ${service}`);
}

/** Undefined where a usage has no day of its own, or none in the Region. */
function dayIn(asOf: Usage['as_of'], region: string): string | undefined {
  return typeof asOf === 'object' ? asOf[region] : asOf;
}

function tiersOf(priced: Usage['prices'][string], of: string, type: string | null): Tier[] {
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
