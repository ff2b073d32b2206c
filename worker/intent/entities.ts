import type { Entity } from '../../core/domain/message.js';
import { findAmounts } from './amounts.js';
import { awsRegions, REGION_CODE } from './aws-regions.js';
import { awsServices } from './aws-services.js';
import { type Word, wordsOf } from './words.js';

interface Name {
  words: string[];
  type: string;
  value: string;
}

/** Names by their first word, longest first, so that `API Gateway` wins over `gateway`. */
const names = new Map<string, Name[]>();
for (const [type, table] of [
  ['aws_service', awsServices],
  ['aws_region', awsRegions],
] as const) {
  for (const [value, aliases] of Object.entries(table)) {
    for (const alias of [...(type === 'aws_service' ? [value] : []), ...aliases]) {
      const words = wordsOf(alias).map((word) => word.folded);
      const first = words[0] ?? '';
      names.set(first, [...(names.get(first) ?? []), { words, type, value }]);
    }
  }
}
for (const list of names.values()) list.sort((a, b) => b.words.length - a.words.length);

/** Most entities told of one message. */
export const MAX_ENTITIES = 100;

/** AWS services, regions and amounts of money, in the order of the text, none overlapping another. */
export function findEntities(text: string, words: readonly Word[] = wordsOf(text)): Entity[] {
  const taken: Entity[] = [...findRegionCodes(text), ...findAmounts(text)];
  const starts = new Set<number>();
  for (const entity of taken) for (let at = entity.start; at < entity.end; at++) starts.add(at);
  for (let index = 0; index < words.length; index++) {
    const name = nameAt(words, index);
    const first = words[index];
    const last = words[index + (name?.words.length ?? 0) - 1];
    if (!name || !first || !last || starts.has(first.start)) continue;
    taken.push({
      type: name.type,
      text: text.slice(first.start, last.end),
      value: name.value,
      start: first.start,
      end: last.end,
    });
    index += name.words.length - 1;
  }
  return taken.sort((a, b) => a.start - b.start).slice(0, MAX_ENTITIES);
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

function findRegionCodes(text: string): Entity[] {
  return [...text.matchAll(REGION_CODE)].map((match) => ({
    type: 'aws_region',
    text: match[0],
    value: (match[1] ?? match[0]).toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
