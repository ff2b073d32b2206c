import type { Language } from '../../../core/domain/message.js';
import { foldWord } from '../../../core/text/fold-word.js';

/*
 * Looks up what a word tells of a feeling. A vocabulary lists words once: plurals, feminines, comparatives, adverbs and
 * opposites by a prefix are found from them, and so are letters drawn out ("sooo goood").
 */

/** Words parted by spaces, folded; `*` for any ending. */
export interface Vocabulary {
  language: Language;
  /** From −1 to 1. Words of weight 0 are listed since they look like others: "content" is none in English. */
  feelings: readonly { weight: number; words: string }[];
  /** Names trouble and tells no feeling, unless it comes back or is gone: people ask about errors all day. */
  trouble: string;
  /** Trouble that is a complaint where it is stated, and none where it is asked about. */
  bothers: string;
  /** A matter of course, and a complaint where it is denied: "does not work". */
  deeds: string;
}

export interface Meaning {
  kind: 'feeling' | 'trouble' | 'bother' | 'deed';
  weight: number;
}

export type Lexicon = (folded: string) => Meaning | undefined;

/** What a word may end in, and what stood there before. */
const ENDINGS: Record<Language, readonly (readonly [ending: string, instead: string])[]> = {
  en: [
    ...['s', 'ly', 'er', 'est', 'ness'].map((ending) => [ending, ''] as const),
    ...['er', 'est'].map((ending) => [ending, 'e'] as const),
    ...['ily', 'ier', 'iest', 'iness'].map((ending) => [ending, 'y'] as const),
  ],
  fr: ['s', 'e', 'es', 'ment', 'ement'].map((ending) => [ending, ''] as const),
};
/** Of a word without its ending or its prefix. */
const LEAST_STEM_LETTERS = 4;
const OPPOSITE = /^(?:un|in|im|ir|il|dis|non|mal)(?=\p{L}{5})/u;
const OPPOSITE_WEIGHT = 0.7;
const DRAWN_OUT = /(\p{L})\1{2,}/gu;

/** What the first one knows wins: a word may say something else in the other language. See {@link finderOf}. */
export function createLexicon(...finders: readonly Lexicon[]): Lexicon {
  const findAny = (folded: string) => first(finders, (find) => find(folded));
  const findOpposite = (folded: string): Meaning | undefined => {
    const found = OPPOSITE.test(folded) ? findAny(folded.replace(OPPOSITE, '')) : undefined;
    return found?.kind === 'feeling' && found.weight !== 0
      ? { kind: 'feeling', weight: found.weight > 0 ? -OPPOSITE_WEIGHT : OPPOSITE_WEIGHT }
      : undefined;
  };
  const find = (folded: string) => findAny(folded) ?? findOpposite(folded);
  return (folded) =>
    find(folded) ??
    (folded.search(DRAWN_OUT) < 0
      ? undefined
      : (find(folded.replace(DRAWN_OUT, '$1')) ?? find(folded.replace(DRAWN_OUT, '$1$1'))));
}

/** By the word itself, then by the word without its ending, then by its beginnings, the longest first. */
export function finderOf(vocabulary: Vocabulary): Lexicon {
  const whole = new Map<string, Meaning>();
  const beginnings = new Map<string, Meaning>();
  const put = (words: string, meaning: Meaning) => {
    for (const word of split(words)) {
      if (word.endsWith('*')) beginnings.set(foldWord(word.slice(0, -1)), meaning);
      else whole.set(foldWord(word), meaning);
    }
  };
  put(vocabulary.deeds, { kind: 'deed', weight: 0 });
  put(vocabulary.trouble, { kind: 'trouble', weight: 0 });
  put(vocabulary.bothers, { kind: 'bother', weight: 0 });
  for (const { weight, words } of vocabulary.feelings) put(words, { kind: 'feeling', weight });
  const sizes = [...new Set([...beginnings.keys()].map((key) => key.length))].sort((a, b) => b - a);

  return (folded) =>
    whole.get(folded) ??
    first(ENDINGS[vocabulary.language], ([ending, instead]) =>
      folded.endsWith(ending) && folded.length - ending.length >= LEAST_STEM_LETTERS
        ? whole.get(folded.slice(0, -ending.length) + instead)
        : undefined,
    ) ??
    first(sizes, (size) => (size <= folded.length ? beginnings.get(folded.slice(0, size)) : undefined));
}

function first<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function split(words: string): string[] {
  return words.trim().split(/\s+/);
}
