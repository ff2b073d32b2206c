import type { Entity, Language } from '../../core/domain/message.js';
import { findAmounts } from './amounts.js';
import { ABOUT_REGIONS, awsRegions, REGION_CODE } from './aws-regions.js';
import { awsServices, wordlikeServices } from './aws-services.js';
import { findEmails, findPhones } from './contacts.js';
import { findDates } from './dates.js';
import { firstFew } from './first-few.js';
import { BEFORE_WORDLIKE, platforms, wordlikePlatforms } from './platforms.js';
import { type Word, wordsOf } from './words.js';

/** Most entities told of one message. */
export const MAX_ENTITIES = 100;

interface Name {
  words: string[];
  type: string;
  value: string;
}

/** Names by their first word, longest first, so that `API Gateway` wins over `gateway`. */
const names = new Map<string, Name[]>();
const add = (type: string, value: string, alias: string) => {
  const words = wordsOf(alias).map((word) => word.folded);
  const first = words[0] ?? '';
  names.set(first, [...(names.get(first) ?? []), { words, type, value }]);
};
for (const [value, aliases] of Object.entries(awsServices))
  for (const alias of new Set([value, ...aliases])) add('aws_service', value, alias);
for (const [value, aliases] of Object.entries(awsRegions))
  for (const alias of aliases) add('aws_region', value, alias);
for (const [value, aliases] of Object.entries(platforms))
  for (const alias of aliases) add('platform', value, alias);
for (const list of names.values()) list.sort((a, b) => b.words.length - a.words.length);

export interface EntityOptions {
  words?: readonly Word[];
  language?: Language;
  /** When it was said; default now. */
  saidAt?: Date;
  /** Of the user, an IANA name; default UTC. */
  timeZone?: string | null;
}

/**
 * What a text names, in its order and none overlapping another: where two finders want the same words, the one whose
 * writing is the less mistakable has them.
 */
export function findEntities(text: string, options: EntityOptions = {}): Entity[] {
  const { words = wordsOf(text), language = 'en', saidAt = new Date(), timeZone = null } = options;
  const taken: Entity[] = [];
  const isTaken = new Uint8Array(text.length);
  const take = (found: readonly Entity[]) => {
    for (const entity of found) {
      if (isTaken.subarray(entity.start, entity.end).some((taken) => taken === 1)) continue;
      isTaken.fill(1, entity.start, entity.end);
      taken.push(entity);
    }
  };
  // More of one kind would find no room among those that are told.
  take(findEmails(text, MAX_ENTITIES));
  take(findRegionCodes(text));
  take(findPhones(text, language));
  take(findAmounts(text, language));
  // "… 88 20 demain": what is something else already is no part of a date.
  take(findDates(without(text, taken), { language, saidAt, timeZone }));
  const named = findNames(text, words).filter((entity) => !isOtherMeaning(text, entity));
  const about = named.some(({ type }) => type === 'aws_service') || ABOUT_REGIONS.test(text);
  take(named.filter(({ type }) => type !== 'aws_region' || about));
  take(findWordlike(text, words, about));
  return taken.sort((a, b) => a.start - b.start).slice(0, MAX_ENTITIES);
}

/** AWS services and regions, and platforms, by their names. */
export function findNames(text: string, words: readonly Word[]): Entity[] {
  const found: Entity[] = [];
  for (let index = 0; index < words.length; index++) {
    const name = nameAt(words, index);
    const first = words[index];
    const last = words[index + (name?.words.length ?? 0) - 1];
    if (!name || !first || !last) continue;
    const { start } = first;
    const { end } = last;
    found.push({ type: name.type, text: text.slice(start, end), value: name.value, start, end });
    index += name.words.length - 1;
  }
  return found;
}

function nameAt(words: readonly Word[], index: number): Name | undefined {
  const first = words[index]?.folded ?? '';
  const candidates = [...(names.get(first) ?? []), ...(names.get(singular(first)) ?? [])];
  return candidates.find((name) =>
    name.words.every((word, offset) => {
      const said = words[index + offset]?.folded;
      return said === word || (offset === name.words.length - 1 && said === `${word}s`);
    }),
  );
}

function singular(word: string): string {
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** @param aboutAws a service is named without doubt, or the cloud is spoken of */
function findWordlike(text: string, words: readonly Word[], aboutAws: boolean): Entity[] {
  return words.flatMap(({ start, end }) => {
    const written = text.slice(start, end);
    const service = Object.hasOwn(wordlikeServices, written) ? wordlikeServices[written] : undefined;
    if (service && (aboutAws || !/(?:^|[.!?:\n])\s{0,3}$/.test(text.slice(Math.max(0, start - 4), start))))
      return [{ type: 'aws_service', text: written, value: service, start, end }];
    const platform = Object.hasOwn(wordlikePlatforms, written) ? wordlikePlatforms[written] : undefined;
    if (platform && BEFORE_WORDLIKE.test(text.slice(Math.max(0, start - 10), start)))
      return [{ type: 'platform', text: written, value: platform, start, end }];
    return [];
  });
}

/** A lambda of a programming language, or of mathematics; "utilisateur lambda" is anybody. */
const OTHER_LAMBDA =
  /(?<!\p{L})(?:python|java|kotlin|ruby|c\+\+|expressions?|calculus|utilisateurs?|citoyens?|clients?|snippet|closure)(?!\p{L})/iu;

function isOtherMeaning(text: string, { text: written, start, end }: Entity): boolean {
  return written === 'lambda' && OTHER_LAMBDA.test(text.slice(Math.max(0, start - 30), end + 30));
}

/** The same text, of the same length, with spaces where the entities are; none overlaps another. */
function without(text: string, entities: readonly Entity[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of entities.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, start), ' '.repeat(end - start));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

function findRegionCodes(text: string): Entity[] {
  return firstFew(text.matchAll(REGION_CODE), MAX_ENTITIES).map((match) => ({
    type: 'aws_region',
    text: match[0],
    value: `${match[1]}-${match[2] ? 'gov-' : ''}${match[3]}-${match[4]}`.toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
