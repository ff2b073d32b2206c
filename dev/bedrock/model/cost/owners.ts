import type { Mention } from './mentions.js';
import { type Amount, isCount, type Quantity } from './quantities.js';
import { isBilledBy, services } from './services.js';

/** How much farther apart things are for what stands between them. */
const partings: [RegExp, number][] = [
  [/[;)]|[.?!] /, 64],
  [/,|\b(?:and|et|plus)\b/, 4],
];

/** The nearest thing named that it can be of. */
export function ownerOf(
  text: string,
  quantity: Quantity,
  mentions: readonly Mention[],
  counts: ReadonlyMap<Mention, Amount | null>,
): Mention | null {
  const able = mentions
    .filter(({ service }) => canBeOf(service, quantity))
    .map((mention) => {
      const isBefore = mention.end <= quantity.start;
      const [from, to] = isBefore ? [mention.end, quantity.start] : [quantity.end, mention.start];
      return { mention, from, to };
    })
    .sort((one, other) => one.to - one.from - (other.to - other.from));
  let owner: Mention | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const { mention, from, to } of able) {
    // Whatever stands between, none is nearer: a long text has too many pairs to read all.
    if (to - from >= nearest) break;
    const between = text.slice(from, to);
    // "2 m5.large and 3 servers": these are others.
    const count = counts.get(mention);
    const isCounted = count ? !count.isArticle : false;
    if (isCount(quantity.unit) && (/\b(?:and|et|plus)\b|;/.test(between) || isCounted)) continue;
    const parting = partings.find(([pattern]) => pattern.test(between));
    const distance = (between.length + 1) * (parting?.[1] ?? 1);
    if (distance < nearest) [owner, nearest] = [mention, distance];
  }
  return owner;
}

/** Anything can be of a service of which nothing is known. */
function canBeOf(service: string | null, { unit, value }: Quantity): boolean {
  if (service === null) return true;
  const isSize = services[service]?.counted === 'instances' && (unit === 'ram' || unit === 'vcpus');
  return isSize || isBilledBy(service, unit, value);
}
