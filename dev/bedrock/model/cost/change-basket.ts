import { fold } from '../stem.js';
import { type Basket, countIn, inItsUnits, readBasket, type Usage, variantIn } from './basket.js';
import { isArticle, NUMBER, readNumber } from './numbers.js';
import type { Amount, Quantity, Unit } from './quantities.js';
import { removeFromBasket } from './remove-from-basket.js';
import { isBilledBy, services } from './services.js';

/**
 * `unclear`: what it says can be of several things, or of none. `strange`: it counts something unknown, and may be about
 * another matter. `apart`: it names something else, and stands by itself.
 */
export type Change =
  | { kind: 'changed' | 'same'; basket: Basket }
  | { kind: 'unclear' | 'strange' | 'apart'; basket?: never };

/** "5 instead of 2": the second of them is what was. */
const former = /\b(?:instead of|rather than|au lieu d(?:e |')|plut[oô]t qu(?:e |'))[^.,;?!]*/giu;

/** What "more" and the like say goes on top of what there is; "with" says what there is. */
const further =
  /^(?:[a-z',-]{1,12} ){0,3}(?:plus|add|r?ajoute\w*)\b|\b(?:more|additional|extra|de plus|en plus|supplementaires?)\b/;
const adding = /^(?:(?:and|et) )?(?:with|avec)\b/;

/** What a text makes of an earlier basket: "and with 5 of them?", "et avec 1 To ?", "what about Paris?". */
export function changeBasket(before: Basket, text: string, removes = false): Change {
  if (!removes) return changeByWords(before, text);
  const { kind, basket, rest } = removeFromBasket(before, text);
  if (kind !== 'removed') return { kind };
  const change = changeByWords(basket, rest);
  return change.kind === 'same' ? { ...change, kind: 'changed' } : change;
}

function changeByWords(before: Basket, text: string): Change {
  const said = readBasket(text.replace(former, '').replace(/\banother\b/gi, 'one more'));
  if (said.isVague) return { kind: 'unclear' };
  const isMore = further.test(said.text);
  const adds = isMore || adding.test(said.text);
  const named = withNamed(before.usages, said.usages, { adds, isMore });
  if (!named) return { kind: 'apart' };
  const bare = said.usages.length === 0 ? bareNumbersIn(said) : [];
  if (bare.some(Number.isNaN)) return { kind: 'strange' };
  const changed = withLoose(named, said.loose, bare, isMore);
  if (!changed) return { kind: 'unclear' };
  const usages = changed.map((usage) => {
    return { ...usage, variant: variantIn(usage.service, said.text) ?? usage.variant };
  });
  const unpriced = adds ? [...new Set([...before.unpriced, ...said.unpriced])] : before.unpriced;
  const basket = {
    ...before,
    regions: said.regions.length > 0 ? said.regions : before.regions,
    usages,
    unpriced,
  };
  const isSame = said.regions.length === 0 && JSON.stringify(basket) === JSON.stringify(before);
  return { kind: isSame ? 'same' : 'changed', basket };
}

/** With what is said of the things it names; null where it names one that is not there and does not add it. */
function withNamed(
  usages: readonly Usage[],
  said: readonly Usage[],
  { adds, isMore }: { adds: boolean; isMore: boolean },
): Usage[] | null {
  const all = [...usages];
  const places: number[] = [];
  for (const usage of said) {
    const same = placeOf(usage, usages);
    // "Add 2 t3.large" to others is no change of their type.
    const isOther = isMore && usage.type !== null && same !== null && usages[same]?.type !== usage.type;
    const place = (isOther ? null : same) ?? (adds ? all.length : null);
    if (place === null) return null;
    const within = usage.within === null ? null : (places[usage.within] ?? null);
    const earlier = all[place];
    all[place] = earlier ? overlaid(earlier, usage, isMore) : { ...usage, within };
    places.push(place);
  }
  return all;
}

/** With what names nothing, each of the one thing that it can be of; null where that is not one. */
function withLoose(
  usages: readonly Usage[],
  loose: readonly Quantity[],
  bare: readonly number[],
  isMore: boolean,
): Usage[] | null {
  const all = [...usages];
  const amounts: [Unit | null, Amount][] = [
    ...loose.map((quantity): [Unit, Amount] => [quantity.unit, quantity]),
    ...bare.map((value): [null, Amount] => [null, { value, isEach: false, isArticle: false }]),
  ];
  for (const [unit, amount] of amounts) {
    const large = unit === null ? onlyOneAsLarge(amount.value, all) : null;
    const place = large?.place ?? onlyOneOf(unit, amount.value, all);
    const usage = place === null ? undefined : all[place];
    if (place === null || !usage) return null;
    all[place] = withAmount(
      usage,
      unit ?? large?.unit ?? services[usage.service]?.counted ?? 'pieces',
      amount,
      isMore,
    );
  }
  return all;
}

/** A number from here on is none of things that are counted one by one. */
const LARGE = 1_000;
/** As large as another is what is at most so many times larger or smaller. */
const AS_LARGE = 20;

/** "And 20 million?" is of the 10 million requests, and not of their 200 ms; null where it may be of two. */
function onlyOneAsLarge(value: number, usages: readonly Usage[]): { place: number; unit: Unit } | null {
  if (value < LARGE) return null;
  const able = usages.flatMap(({ amounts }, place) =>
    (Object.entries(amounts) as [Unit, Amount][])
      .filter(([, { value: had }]) => Math.max(had, value) <= AS_LARGE * Math.min(had, value))
      .map(([unit]) => ({ place, unit })),
  );
  return able.length === 1 ? (able[0] ?? null) : null;
}

/** Where the same is in a basket: of the type, or the only one of the service; null where it is not there. */
function placeOf({ service, type }: Usage, usages: readonly Usage[]): number | null {
  const same = usages.flatMap((other, place) => (other.service === service ? [place] : []));
  const typed = same.find((place) => type !== null && usages[place]?.type === type);
  return typed ?? (same.length === 1 ? (same[0] ?? null) : null);
}

function overlaid(usage: Usage, said: Usage, isMore: boolean): Usage {
  let changed: Usage = { ...usage, type: said.type ?? usage.type };
  for (const [unit, amount] of Object.entries(said.amounts) as [Unit, Amount][]) {
    // "And with a t3.large?" is about the type, and not about how many.
    if (isMore || !amount.isArticle || said.type === null)
      changed = withAmount(changed, unit, amount, isMore);
  }
  return changed;
}

/** What was said of each is of each still. */
function withAmount(usage: Usage, unit: Unit, { value, isEach }: Amount, isMore: boolean): Usage {
  const said = inItsUnits(usage.service, { [unit]: { value, isEach, isArticle: false } });
  const kept = Object.entries(said).map(([its, amount]) => {
    const had = usage.amounts[its as Unit];
    const sum = amount.value + (isMore ? (had?.value ?? 0) : 0);
    return [its, { ...amount, value: sum, isEach: isEach || (had?.isEach ?? false) }];
  });
  return { ...usage, amounts: { ...usage.amounts, ...Object.fromEntries(kept) } };
}

/** The place of what the unit can be of, null for any count; null where that is not one thing. */
function onlyOneOf(unit: Unit | null, value: number, usages: readonly Usage[]): number | null {
  const able = usages.flatMap((usage, place) => {
    const fits =
      unit === null ? services[usage.service]?.counted !== 'pieces' : isBilledBy(usage.service, unit, value);
    return fits ? [{ usage, place }] : [];
  });
  const stated = able.filter(({ usage }) => (unit === null ? countIn(usage) : usage.amounts[unit]));
  const fitting = stated.length > 0 ? stated : able;
  return fitting.length === 1 ? (fitting[0]?.place ?? null) : null;
}

const aNumber = new RegExp(NUMBER, 'g');
/** After a number that counts what was spoken of; other words would be what it counts. */
const afterBare =
  /^ ?(?:of (?:them|these|those)\b|d'entre\b|(?:instead|please|in|en|a|at|for|pour|now|then|par mois|per month|plutot|maintenant)\b|[.,;:?!)]|$)/;

/** Numbers without a unit; one that counts something unknown is NaN. */
function bareNumbersIn({ text, loose, unpriced }: Basket): number[] {
  const spared = unpriced.reduce((rest, name) => {
    return rest.replaceAll(fold(name), (found) => ' '.repeat(found.length));
  }, text);
  return [...spared.matchAll(aNumber)].flatMap(({ 0: all, 1: said = '', 2: scale, index }) => {
    const isLoose = loose.some(({ start, end }) => start < index + all.length && index < end);
    if (isLoose || isArticle(said, scale)) return [];
    if (afterBare.test(spared.slice(index + all.length).replace(/^[\u00a0\u202f]/, ' ')))
      return [readNumber(said, scale)];
    // "One more thing" counts nothing.
    return said === 'one' ? [] : [Number.NaN];
  });
}
