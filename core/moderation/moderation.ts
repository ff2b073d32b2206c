import type { Language } from '../domain/message.js';
import type { Finding, Side, Watch } from './finding.js';
import type { ModerationRules } from './rule-file.js';
import { createShapeWatch, indexShapes } from './shape-watch.js';
import { indexRules } from './word-index.js';
import { createWordWatch } from './word-watch.js';

/** What may not be said, on either side. It asks nobody, and costs as much as the text is long. */
export interface Moderation {
  /** The first thing in a whole text that a rule forbids. */
  judge(text: string, side: Side): Finding | null;
  /** The same for a text that comes in pieces. */
  watch(side: Side): Watch;
  /** What the user is told. */
  sentence(category: string, side: Side, language: Language): string;
}

export function createModeration(rules: ModerationRules): Moderation {
  const of = (side: Side) => {
    const here = <R extends { sides: Side[] }>(list: readonly R[]) =>
      list.filter(({ sides }) => sides.includes(side));
    return { words: indexRules(here(rules.words)), shapes: indexShapes(here(rules.shapes)) };
  };
  const bySide = { input: of('input'), output: of('output') };
  const watch = (side: Side) =>
    together([createWordWatch(bySide[side].words), createShapeWatch(bySide[side].shapes)]);
  return {
    watch,
    judge: (text, side) => {
      const one = watch(side);
      one.push(text);
      one.end();
      return one.finding;
    },
    sentence: (category, side, language) => {
      const said = rules.categories[category];
      if (!said) throw new RangeError(`there is no category ${category}`);
      return said[side][language];
    },
  };
}

/** As one watch: it finds what the first of them finds, and holds what any of them holds. */
export function together(watches: readonly Watch[]): Watch {
  return {
    push: (text) => {
      for (const one of watches) one.push(text);
    },
    end: () => {
      for (const one of watches) one.end();
    },
    get finding() {
      let first: Finding | null = null;
      for (const { finding } of watches)
        if (finding && !(first && first.start <= finding.start)) first = finding;
      return first;
    },
    get heldFrom() {
      let first: number | null = null;
      for (const { heldFrom } of watches) {
        if (heldFrom !== null && !(first !== null && first <= heldFrom)) first = heldFrom;
      }
      return first;
    },
  };
}
