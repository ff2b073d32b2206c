import { REGION_CODE } from '../../../../worker/intent/aws-regions.js';
import { fold } from '../stem.js';
import { type Mention, mentionsIn } from './mentions.js';
import { ownerOf } from './owners.js';
import {
  type Amount,
  countBeside,
  countLater,
  hasNegative,
  isByOtherThanMonths,
  isCount,
  type Quantity,
  quantitiesIn,
  type Unit,
} from './quantities.js';
import { regionsIn } from './regions.js';
import { services } from './services.js';

/** What a text says of the use of one service. */
export interface Usage {
  service: string;
  /** Instance type, class or model. */
  type: string | null;
  amounts: Partial<Record<Unit, Amount>>;
  /** Which of the service's usages of one unit: Multi-AZ, infrequent access, between Regions; null for the usual. */
  variant: string | null;
  /** The place of the usage whose number an "each" multiplies; null where its own does, or there is none. */
  within: number | null;
}

/** What a text wants the price of. */
export interface Basket {
  /** Of each the sum is wanted; empty where none is named. */
  regions: readonly string[];
  usages: readonly Usage[];
  /** Named, and in no price table. */
  unpriced: readonly string[];
  /** Of nothing that is named. */
  loose: readonly Quantity[];
  /** It says how much in a day or a year, and a month of that is a matter of opinion; or less than nothing. */
  isVague: boolean;
  /** Folded, with Region codes as AWS writes them. */
  text: string;
}

/** A longer text is no question with a sum in it. */
export const MAX_CHARACTERS = 2_000;
/** Characters behind a name within which a number may still count it. */
const FAR = 120;
/** Of each an estimate is asked for. */
const MAX_REGIONS = 3;

export function readBasket(question: string): Basket {
  const written = question.slice(0, MAX_CHARACTERS).replace(REGION_CODE, (code) => code.replaceAll(' ', '-'));
  const text = fold(written);
  const mentions = mentionsIn(written);
  const quantities = quantitiesIn(text).filter(
    ({ unit, start, end }) =>
      !isCount(unit) || !mentions.some((mention) => start < mention.end && mention.start < end),
  );
  const counts = new Map(
    mentions.map((mention, place) => [
      mention,
      countOf(text, mention, quantities, mentions[place + 1]?.start ?? text.length),
    ]),
  );
  const owners = quantities.map((quantity) => ownerOf(text, quantity, mentions, counts));
  const usages = mentions.flatMap((mention) => {
    if (mention.service === null) return [];
    const own = quantities.filter((_, place) => owners[place] === mention);
    // "To the internet" says where to, and asks for nothing unless it says how much.
    if (own.length === 0 && mention.name.endsWith('internet')) return [];
    return [usageOf(text, mention.service, mention.type, own, counts.get(mention) ?? null)];
  });
  const unpriced = mentions.flatMap(({ service, name }) => (service === null ? [name] : []));
  return {
    regions: isOfOne(text) ? regionsIn(text).slice(0, 1) : regionsIn(text).slice(0, MAX_REGIONS),
    usages: withinOthers(together(usages)),
    unpriced: [...new Map(unpriced.map((name) => [fold(name), name])).values()],
    loose: quantities.filter(
      ({ unit, isArticle }, place) => owners[place] === null && !isArticle && unit !== 'pieces',
    ),
    isVague: isByOtherThanMonths(text) || hasNegative(text),
    text,
  };
}

/** What goes from one Region to another is no question about both, nor is what each has a number of its own of. */
function isOfOne(text: string): boolean {
  return (
    /\b(?:from|depuis|de) [a-z\d .-]{3,30} (?:to|vers) /.test(text) ||
    isFromOneToAnother(text) ||
    /\b(?:between|entre) (?:the |les |aws )?regions?\b|\b(?:cross|inter)[- ]region\b/.test(text) ||
    /\b(?:and|et|,) \d{1,6} (?:in|en|a|at) /.test(text)
  );
}

/** "From Paris to Ireland", "de Paris à Dublin"; but "de transfert à Paris et à Dublin" is in both. */
function isFromOneToAnother(text: string): boolean {
  if (regionsIn(text).length < 2) return false;
  return [...text.matchAll(/\b(?:from|depuis|de) ([a-z\d .-]{3,30}?) (?:to|vers|a) /g)].some(
    ([, from = '']) => regionsIn(from).length > 0,
  );
}

/** How many there are of it; null where it does not count them. */
export function countIn({ service, amounts }: Usage): Amount | null {
  return amounts[services[service]?.counted ?? 'pieces'] ?? null;
}

function countOf(
  text: string,
  { start, end }: Mention,
  quantities: readonly Quantity[],
  next: number,
): Amount | null {
  const from = Math.max(0, ...quantities.filter((other) => other.start < start).map((other) => other.end));
  const to = Math.min(
    ...quantities.filter((other) => other.start >= end).map((other) => other.start),
    text.length,
  );
  const beside = countBeside(text.slice(from, Math.max(from, start)), text.slice(end, to));
  if (beside && !beside.isArticle) return beside;
  return countLater(text.slice(end, Math.min(next, to, end + FAR))) ?? beside;
}

function usageOf(
  text: string,
  service: string,
  type: string | null,
  own: readonly Quantity[],
  count: Amount | null,
): Usage {
  const amounts: Usage['amounts'] = count ? { [services[service]?.counted ?? 'pieces']: count } : {};
  for (const { unit, value, isEach, isArticle } of own) {
    const said = amounts[unit];
    // "What does a NAT gateway cost for 3 gateways?"
    if (!said || (said.isArticle && !isArticle)) amounts[unit] = { value, isEach, isArticle };
  }
  return {
    service,
    type,
    amounts: inItsUnits(service, amounts),
    variant: variantIn(service, text),
    within: null,
  };
}

/** Memory in the unit that the service is billed by; that of an instance comes with its type. */
export function inItsUnits(service: string, { ram, ...amounts }: Usage['amounts']): Usage['amounts'] {
  const { gb, ...others } = amounts;
  const memory = ram ?? gb;
  if (service === 'fargate' && ram) return { ...others, gb: ram };
  if (service === 'lambda' && memory) return { mb: { ...memory, value: memory.value * 1_024 }, ...others };
  // "4 vCPUs and 16 GB" are a size.
  return services[service]?.counted === 'instances' && amounts.vcpus ? others : amounts;
}

/** What the text says of it; null where it says nothing. */
export function variantIn(service: string, text: string): string | null {
  if (service === 'rds' && /\bmulti-?az\b/.test(text)) return 'multi_az';
  if (service === 's3' && /\b(?:ia|infrequents?)\b/.test(text)) return 'standard_ia';
  if (service !== 'data_transfer') return null;
  const zones = /\b(?:cross|between|entre)[- ](?:the |les )?(?:az|azs|availability zones|zones)\b/;
  const others = /\b(?:cross|another|other|autre|between|entre)[- ](?:the |les )?regions?\b/;
  if (zones.test(text)) return 'cross_az';
  return others.test(text) || isFromOneToAnother(text) ? 'cross_region' : null;
}

/** What is named again without a number of its own is the same thing: "two NAT gateways; each NAT gateway takes 500 GB". */
function together(usages: readonly Usage[]): Usage[] {
  const kept = [...usages];
  for (const usage of usages) {
    const at = kept.indexOf(usage);
    if (at < 0 || usage.type !== null || countIn(usage)) continue;
    const same = kept.findIndex((other, place) => {
      const isFree = Object.keys(usage.amounts).every((unit) => other.amounts[unit as Unit] === undefined);
      return place !== at && other.service === usage.service && isFree;
    });
    const other = kept[same];
    if (!other) continue;
    kept[same] = { ...other, amounts: { ...other.amounts, ...usage.amounts } };
    kept.splice(at, 1);
  }
  return kept;
}

/** "3 m5.large with 100 GB of egress each": three times, though the egress is a thing of its own. */
function withinOthers(usages: readonly Usage[]): Usage[] {
  return usages.map((usage, place) => {
    const count = countIn(usage);
    const isEach = count ? count.isEach : Object.values(usage.amounts).some(({ isEach }) => isEach);
    const within = usages.slice(0, place).findLastIndex((other) => countIn(other) !== null);
    return { ...usage, within: isEach && within >= 0 ? within : null };
  });
}
