import type { Entity, Language } from '../../core/domain/message.js';
import { findEntities } from '../../worker/intent/entities.js';
import { readCorpus } from './corpus.js';
import type { Figure } from './figure.js';

interface Line {
  text: string;
  language: Language;
  now: string;
  time_zone: string;
  entities: Entity[];
}

/** An entity counts as found when type, span and value are those of the corpus. */
export function evaluateEntities(): Figure[] {
  const counts = new Map<string, { found: number; wanted: number; right: number }>();
  const of = (type: string) => {
    const so = counts.get(type) ?? { found: 0, wanted: 0, right: 0 };
    counts.set(type, so);
    return so;
  };
  const lines = readCorpus<Line>('entities');
  for (const { text, language, now, time_zone: timeZone, entities } of lines) {
    const found = findEntities(text, { language, saidAt: new Date(now), timeZone });
    for (const entity of entities) of(entity.type).wanted += 1;
    for (const entity of found) {
      const so = of(entity.type);
      so.found += 1;
      if (entities.some((wanted) => same(wanted, entity))) so.right += 1;
    }
  }
  const all = { found: 0, wanted: 0, right: 0 };
  for (const so of counts.values())
    for (const key of ['found', 'wanted', 'right'] as const) all[key] += so[key];
  return [
    { what: 'entities: F1', value: f1(all), least: 0.93, of: all.wanted },
    ...[...counts].map(([type, so]) => ({
      what: `entities: of type ${type}`,
      value: f1(so),
      least: null,
      of: so.wanted,
    })),
  ];
}

function same(a: Entity, b: Entity): boolean {
  return a.type === b.type && a.start === b.start && a.end === b.end && a.value === b.value;
}

function f1({ found, wanted, right }: { found: number; wanted: number; right: number }): number {
  return found + wanted === 0 ? 1 : (2 * right) / (found + wanted);
}
