import { findNames } from '../../../../worker/intent/entities.js';
import { wordsOf } from '../../../../worker/intent/words.js';
import { isGeneric } from '../concepts.js';
import type { Question } from '../question.js';
import { fold } from '../stem.js';
import { conceptsOf } from '../terms.js';
import { type Basket, countIn, MAX_CHARACTERS, readBasket, type Usage } from './basket.js';
import { type Mention, mentionsIn } from './mentions.js';
import type { Unit } from './quantities.js';
import { services } from './services.js';

/**
 * `rest` is what the text says beside the removal. `unclear`: fewer are to go than there are, or a wish is of what is not
 * there. `apart`: the text is a question of its own.
 */
export type Removal =
  | { kind: 'removed'; basket: Basket; rest: string }
  | { kind: 'unclear' | 'apart'; basket?: never; rest?: never };

/** From the word that takes something out to the end of its clause, or to what the text wants instead. */
const removals =
  /(?<!\p{L})(?:without|remov(?:e|ing)|drop(?:ping)?|delet(?:e|ing)|minus|excluding|get rid of|(?:leave|leaving|take|taking)(?: (?:out|away|off)|(?=[^.;?!]{0,80} (?:out|away|off)(?!\p{L})))|sans|hors|enl[eè]v\p{L}*|retir\p{L}*|supprim\p{L}*)(?!\p{L})((?:(?! (?:but|mais|(?:and|et) (?:add|with|make|use|ajoute\p{L}*|avec|mets)) )(?:[^.;?!]|\.(?=\p{L}))){1,160})/giu;

/** "What happens without a NAT gateway?" is about no sum. */
const asksWhatFollows = /\b(?:happens?|risks?|risques?|passe|arrive|means?)\b/;

/** "Remove the cluster" speaks of the estimate, unlike "can we do without a VPN?". */
const isWish =
  /^(?:(?:please|ok|now|then|and|also|but|can you|could you|et|alors|mais|peux-tu|pouvez-vous)[ ,]{1,2}){0,3}(?:without|remove|drop|delete|minus|sans|enlev|retir|supprim)/;

/** Words of a wish to see another sum. */
const ofTheWish = conceptsOf(
  'total estimate estimation estimer again recalculate calculate redo thing devis recalcule recalculer refais calcul chiffrage peux pouvez pourrais pourriez pourrait veux voudrais aimerais plait now maintenant',
);

export function namesRemoval(text: string): boolean {
  return text.search(removals) >= 0;
}

export function asksToRemove(text: string, { kinds }: Question): boolean {
  return namesRemoval(text) && !kinds.has('how') && !kinds.has('why') && !asksWhatFollows.test(fold(text));
}

/** "Without the load balancer", "enlève le S3": what is left of a basket. */
export function removeFromBasket(before: Basket, whole: string): Removal {
  const text = whole.slice(0, MAX_CHARACTERS);
  const gone = [...text.matchAll(removals)].map(([, named = '']) => named).join(' ; ');
  const rest = text.replace(removals, ' ').trim();
  if (isOnOtherMatter(rest)) return { kind: 'apart' };
  const { usages: said, regions } = readBasket(gone);
  const mentions = mentionsIn(gone);
  const places = new Set([
    ...mentions.flatMap(placesIn(before.usages)),
    ...plainlyNamed(before.usages, gone),
  ]);
  const isPart = [...places].some((place) => {
    const had = before.usages[place];
    const count = said.filter(({ service }) => service === had?.service).map(countIn)[0];
    return had && count && count.value < (countIn(had)?.value ?? 1);
  });
  if (isPart) return { kind: 'unclear' };
  const unpriced = mentions.reduce<readonly string[]>(withoutNamed, before.unpriced);
  const usages = withoutDisks(withoutPlaces(before.usages, places), gone);
  const isSame = JSON.stringify([usages, unpriced]) === JSON.stringify([before.usages, before.unpriced]);
  if (isSame) return { kind: isWish.test(fold(text)) ? 'unclear' : 'apart' };
  return {
    kind: 'removed',
    basket: { ...before, usages, unpriced },
    rest: [rest, ...regions].join(' ').trim(),
  };
}

function isOnOtherMatter(rest: string): boolean {
  const { usages, loose, regions, unpriced } = readBasket(rest);
  if (usages.length + loose.length + regions.length + unpriced.length > 0) return false;
  return [...conceptsOf(rest)].some((concept) => !isGeneric(concept) && !ofTheWish.has(concept));
}

const placesIn =
  (usages: readonly Usage[]) =>
  ({ service, type }: Mention): number[] =>
    usages.flatMap((usage, place) =>
      usage.service === service && (type === null || type === usage.type) ? [place] : [],
    );

/** What things of a service are called without its name. */
const plainNames: [RegExp, (service: string) => boolean][] = [
  [/\b(?:databases?|bases? de donnees)\b/, (service) => service === 'rds'],
  [/\b(?:instances?|servers?|serveurs?|vms?|machines?)\b/, isCountedIn('instances')],
  [/\b(?:gateways?|passerelles?)\b/, isCountedIn('gateways')],
  [/\b(?:tasks?|taches?|containers?|conteneurs?)\b/, isCountedIn('tasks')],
  [/\bclusters?\b/, isCountedIn('clusters')],
];

function isCountedIn(unit: Unit): (service: string) => boolean {
  return (service) => services[service]?.counted === unit;
}

/** "Remove the gateways": the place of the only thing that it can be, where no service is named. */
function plainlyNamed(usages: readonly Usage[], gone: string): number[] {
  if (mentionsIn(gone).length > 0) return [];
  const fits = plainNames.find(([pattern]) => pattern.test(fold(gone)))?.[1];
  const able = usages.flatMap(({ service }, place) => (fits?.(service) ? [place] : []));
  return able.length === 1 ? able : [];
}

/** What each of a thing has goes with it. */
function withoutPlaces(usages: readonly Usage[], places: ReadonlySet<number>): Usage[] {
  const gone = new Set(places);
  usages.forEach(({ within }, place) => {
    if (within !== null && gone.has(within)) gone.add(place);
  });
  const left = usages.flatMap((_, place) => (gone.has(place) ? [] : [place]));
  return left.flatMap((place) => {
    const usage = usages[place];
    if (!usage) return [];
    return [{ ...usage, within: usage.within === null ? null : left.indexOf(usage.within) }];
  });
}

/** Disks are told with what has them. */
function withoutDisks(usages: readonly Usage[], gone: string): readonly Usage[] {
  const mentions = mentionsIn(gone);
  const isNamed = mentions.some(({ service }) => service === 'ebs');
  const isPlain = mentions.length === 0 && /\b(?:dis[ck]s?|disques?|volumes?)\b/.test(fold(gone));
  if (!isNamed && !isPlain) return usages;
  return usages.map((usage) => {
    const { gb: _, ...others } = usage.amounts;
    const hasDisk = usage.service === 'ec2' || (isPlain && isCountedIn('instances')(usage.service));
    return hasDisk ? { ...usage, amounts: others } : usage;
  });
}

/** What is called so, or else what is the same service by another name. */
function withoutNamed(unpriced: readonly string[], { service, name }: Mention): readonly string[] {
  if (service !== null) return unpriced;
  const called = unpriced.filter((other) => fold(other) !== fold(name));
  return called.length < unpriced.length
    ? called
    : unpriced.filter((other) => serviceOf(other) !== serviceOf(name));
}

function serviceOf(name: string): string {
  const known = findNames(name, wordsOf(name)).find(({ type }) => type === 'aws_service');
  if (known) return String(known.value);
  return /\b(?:load balancers?|(?:repartiteurs?|equilibreurs?) de charge)\b/.test(fold(name))
    ? 'Elastic Load Balancing'
    : fold(name);
}
