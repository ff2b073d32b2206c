import { matchesStep, type Step } from '../text/pattern.js';
import type { Finding, Watch } from './finding.js';
import type { WordIndex, WordRule } from './word-index.js';
import { beginningsOf, createWordReader, formsOf, type ReadWord } from './word-reader.js';

export const wordWatchLimits = {
  /** From its first word to its last, what a rule may span; what stands between two words counts as one character. */
  spanCharacters: 300,
  /** Words before what is found, in the same sentence, and after it, of which one may show that it is meant otherwise. */
  wordsBefore: 12,
  wordsAfter: 3,
  /** Single letters in a row that may be one word, "k i l l", and what may stand between two of them. */
  spelledLetters: 24,
  spelledGapCharacters: 3,
} as const;
const { spanCharacters, wordsBefore, wordsAfter, spelledLetters, spelledGapCharacters } = wordWatchLimits;

/** A rule that has begun: it waits for its step, within `left` words more. */
interface Begun {
  rule: WordRule;
  step: number;
  left: number;
  /** As of its first word. */
  start: number;
  from: number;
}

/** Single letters in a row, and what had begun before the first and before the second of them. */
interface Spelled {
  letters: ReadWord[];
  before: Begun[][];
}

/**
 * Looks for rules of words as a text comes. It keeps what has begun, at most once for each rule and step, and looks at
 * each word once.
 */
export function createWordWatch(index: WordIndex): Watch {
  let begun: Begun[] = [];
  /** Found, unless one of the next words shows that it is meant otherwise. */
  let doubtful: (Begun & { words: number })[] = [];
  let spelled: Spelled | null = null;
  let finding: Finding | null = null;
  /** The last words of the sentence. */
  let sentence: ReadWord[] = [];

  const decide = ({ rule, start }: Begun) => {
    finding ??= { category: rule.category, rule: rule.rule, severity: rule.severity, start };
  };
  const advance = (list: Begun[], { rule, step, start, from }: Omit<Begun, 'left'>) => {
    const next = rule.pattern.steps[step + 1];
    const one = { rule, step: step + 1, left: next?.gap ?? 0, start, from };
    if (next) return keep(list, one);
    const { unless } = rule;
    if (!unless) decide(one);
    else if (!sentence.some((word) => matches(unless, word.forms)))
      doubtful.push({ ...one, words: wordsAfter });
  };
  /** What has begun when `word` has been read. */
  const after = (before: readonly Begun[], { forms, start, from, to, opens }: ReadWord): Begun[] => {
    const list: Begun[] = [];
    for (const one of before) {
      const step = one.rule.pattern.steps[one.step];
      if (!step || to - one.from > spanCharacters) continue;
      if (one.left > 0 && !opens) keep(list, { ...one, left: one.left - 1 });
      if (matches(step, forms)) advance(list, one);
    }
    for (const form of forms) {
      for (const rule of index.beginningWith(form)) advance(list, { rule, step: 0, start, from });
    }
    return list;
  };
  const settleDoubts = (word: ReadWord) => {
    const still: typeof doubtful = [];
    for (const one of doubtful) {
      const { unless } = one.rule;
      if (word.opens || word.to - one.from > 2 * spanCharacters) decide(one);
      else if (unless && matches(unless, word.forms)) continue;
      else if (one.words === 1) decide(one);
      else still.push({ ...one, words: one.words - 1 });
    }
    doubtful = still;
  };
  const endSpelled = () => {
    if (!spelled) return;
    const { letters, before } = spelled;
    spelled = null;
    const word = letters.map(({ forms }) => forms[0]).join('');
    // The first letter may be a word of its own: "a b o m b".
    for (const [place, earlier] of before.entries()) {
      const [first, last] = [letters[place], letters.at(-1)];
      if (!first || !last || letters.length < 2 + place) continue;
      const joined = { ...first, forms: formsOf(word.slice(place)), to: last.to };
      for (const one of after(earlier, joined)) keep(begun, one);
    }
  };
  /** No letter that comes now goes with them. */
  const endSpelledBehind = (gap: number) => {
    if (gap > spelledGapCharacters) endSpelled();
  };
  /** Between the letters of a word stands the same, and something else before the next: "k-i-l-l h-i-m". */
  const goesWith = ({ letters }: Spelled, { apart }: ReadWord) => {
    const [, second] = letters;
    return letters.length < spelledLetters && (!second || second.apart === apart);
  };

  const onWord = (word: ReadWord) => {
    endSpelledBehind(word.gap);
    const isLetter = word.forms[0]?.length === 1;
    if (spelled && !(isLetter && goesWith(spelled, word))) endSpelled();
    if (word.opens) sentence = [];
    settleDoubts(word);
    if (isLetter) {
      spelled ??= { letters: [], before: [] };
      if (spelled.before.length < 2) spelled.before.push(begun);
      spelled.letters.push(word);
    }
    sentence.push(word);
    if (sentence.length > wordsBefore) sentence.shift();
    begun = after(begun, word);
  };
  const reader = createWordReader(onWord);

  return {
    push: (text) => {
      reader.push(text);
      endSpelledBehind(reader.gap);
      for (const one of doubtful) if (reader.read - one.from > 2 * spanCharacters) decide(one);
    },
    end: () => {
      reader.end();
      endSpelled();
      for (const one of doubtful) decide(one);
    },
    get finding() {
      return finding;
    },
    get heldFrom() {
      // What could be reached by a word that ends here, and by the last letter of one that is spelled out.
      let first = Number.POSITIVE_INFINITY;
      const hold = (list: readonly Begun[], to: number) => {
        for (const { from, start } of list) if (to - from <= spanCharacters) first = Math.min(first, start);
      };
      hold(begun, reader.read);
      for (const { start } of doubtful) first = Math.min(first, start);
      const word = reader.begun;
      if (word && index.mayBegin(word.beginnings)) first = Math.min(first, word.start);
      if (spelled) {
        for (const earlier of spelled.before) hold(earlier, spelled.letters.at(-1)?.to ?? 0);
        for (const start of spelledStarts(spelled, index)) first = Math.min(first, start);
      }
      return first === Number.POSITIVE_INFINITY ? null : first;
    },
  };
}

/** Of the same rule at the same step, what may wait longer stands for the other one too. */
function keep(list: Begun[], one: Begun): void {
  const place = list.findIndex(({ rule, step }) => rule === one.rule && step === one.step);
  if (place === -1) list.push(one);
  else if ((list[place]?.left ?? 0) <= one.left) list[place] = one;
}

function spelledStarts({ letters }: Spelled, index: WordIndex): number[] {
  const word = letters.map(({ forms }) => forms[0]).join('');
  return letters
    .slice(0, 2)
    .flatMap(({ start }, place) => (index.mayBegin(beginningsOf(word.slice(place))) ? [start] : []));
}

function matches(step: Step, forms: readonly string[]): boolean {
  return forms.some((form) => matchesStep(step, form));
}
