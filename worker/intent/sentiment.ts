import type { Sentiment } from '../../core/domain/message.js';
import { foldWord } from '../../core/text/fold-word.js';
import { idioms, negatingIdioms } from './sentiment-idioms.js';
import {
  contrasts,
  feelings,
  negatingSubjects,
  negations,
  negationsOfVerbs,
  particles,
  returns,
  stronger,
  trouble,
  weaker,
} from './sentiment-words.js';
import { type Word, wordsOf } from './words.js';

/*
 * Sentiment by a small lexicon with negation, English and French at once, since people mix them. The libraries there
 * are misread French negation and take "error" for a complaint.
 */

/** Enough to tell; a longer text costs no more. */
export const SENTIMENT_WORDS = 400;
/** Scores nearer to zero than `neutral` are neutral. The larger `saturation`, the more words it takes to come near to ±1. */
const SCORE = { neutral: 0.2, saturation: 1.6 } as const;

/** How many words behind a negation are turned, and how many a strengthening word reaches. */
const REACH = { negation: 4, opened: 5, subject: 8, strength: 2 } as const;
/** Even what is weak is a complaint when it is not so: "it does not work". */
const TURNED = { good: -0.9, goodAtLeast: -0.65, bad: -0.75 } as const;
const TROUBLE = { gone: 0.7, back: -0.7 } as const;
const STRENGTH = { more: 1.3, less: 0.6, loud: 1.2, exclaimed: 1.15 } as const;
/** `praised`: praise with a frown is none. `most`: of them count. */
const SIGNS = { weight: 0.7, most: 3, praised: -0.5 } as const;
/** What stands before a "but". */
const CONTRAST = { before: 0.35 } as const;
/** Who asks whether something is good does not say that it is; who asks why it is bad does. */
const ASKED = { good: 0.2, bad: 0.7 } as const;

const GOOD_SIGNS =
  /(?<![^\s.!?])(?:[:;]-?[)D](?![\p{L}\p{N}:;(])|<3(?=\s*(?:$|[.!?\n])))|[\u{1F600}-\u{1F60A}\u{1F60D}\u{1F60E}\u{1F929}\u{1F970}\u{1F973}\u{1F44D}\u{1F44F}\u{1F389}\u{1F64C}\u{1F64F}\u{1F642}\u{1F4AA}\u{2764}]/gu;
const BAD_SIGNS =
  /(?<![^\s.!?])(?::-?\()(?![\p{L}\p{N}:;)|])|[\u{1F620}-\u{1F625}\u{1F629}\u{1F62B}\u{1F62D}\u{1F612}\u{1F61E}\u{1F61F}\u{1F641}\u{1F644}\u{1F44E}\u{1F92C}\u{1F922}\u{2639}]/gu;
/** Parts clauses: a negation does not reach over it. */
const STOP = /[.!?;:,\n()]/;

const feelingOf = lexicon(
  feelings.flatMap(({ weight, words }) => split(words).map((word) => [word, weight])),
);
const isTrouble = lexicon(split(trouble).map((word) => [word, 1]));
const isNegation = new Set(split(negations));
const isNegationOfVerb = new Set(split(negationsOfVerbs));
const isParticle = new Set(split(particles));
const isNegating = (word: string) => isNegation.has(word) || isParticle.has(word);
const isSubject = new Set(split(negatingSubjects));
const isStronger = new Set(split(stronger));
const isWeaker = new Set(split(weaker));
const isContrast = new Set(split(contrasts));
/** "anything but" is no contrast. */
const isNothing = new Set(['anything', 'nothing', 'tout', 'everything']);
const isReturn = new Set(split(returns));
/** By their first word, the longest first. */
const idiomsBy = new Map<string, { words: string[]; weight: number | 'negates' }[]>();
for (const [phrase, weight] of [
  ...idioms.flatMap(({ weight, phrases }) => phrases.map((phrase) => [phrase, weight] as const)),
  ...negatingIdioms.map((phrase) => [phrase, 'negates'] as const),
]) {
  const words = split(phrase);
  const first = words[0] ?? '';
  idiomsBy.set(
    first,
    [...(idiomsBy.get(first) ?? []), { words, weight }].sort((a, b) => b.words.length - a.words.length),
  );
}

function split(words: string): string[] {
  return words.trim().split(/\s+/);
}

/** Looks a word up by itself, then by its beginnings, the longest first. */
function lexicon(pairs: readonly (readonly [string, number])[]): (folded: string) => number {
  const whole = new Map<string, number>();
  const beginnings = new Map<string, number>();
  for (const [word, weight] of pairs) {
    if (word.endsWith('*')) beginnings.set(foldWord(word.slice(0, -1)), weight);
    else whole.set(foldWord(word), weight);
  }
  const sizes = [...new Set([...beginnings.keys()].map((key) => key.length))].sort((a, b) => b - a);
  return (folded) => {
    const found = whole.get(folded);
    if (found !== undefined) return found;
    for (const size of sizes) {
      const begun = size <= folded.length ? beginnings.get(folded.slice(0, size)) : undefined;
      if (begun !== undefined) return begun;
    }
    return 0;
  };
}

interface Clause {
  words: readonly Word[];
  /** It ends with a question mark. */
  asks: boolean;
  /** It begins with "but". */
  contrasts: boolean;
}

/**
 * How the speaker feels, from −1 to 1. Pure, and linear in the text, of which the first `SENTIMENT_WORDS` words count.
 */
export function findSentiment(text: string, words: readonly Word[] = wordsOf(text)): Sentiment {
  const considered = words.slice(0, SENTIMENT_WORDS);
  let sum = 0;
  for (const clause of clausesOf(text, considered)) {
    if (clause.contrasts) sum *= CONTRAST.before;
    const felt = feelingIn(clause.words, text);
    sum += clause.asks ? felt * (felt > 0 ? ASKED.good : ASKED.bad) : felt;
  }
  const sample = text
    .slice(0, considered.at(-1)?.end ?? 0)
    .concat(text.slice(considered.at(-1)?.end ?? 0).slice(0, 20));
  const [good, bad] = [countOf(sample, GOOD_SIGNS), countOf(sample, BAD_SIGNS)];
  // "Great, it crashed again 🙄": praise with a frown is none.
  if (bad > good && sum > 0) sum *= SIGNS.praised;
  sum += SIGNS.weight * (good - bad);
  if (sample.includes('!')) sum *= STRENGTH.exclaimed;
  const score = Number((sum / Math.sqrt(sum * sum + SCORE.saturation)).toFixed(3));
  return { label: labelOf(score), score };
}

function labelOf(score: number): Sentiment['label'] {
  if (score >= SCORE.neutral) return 'positive';
  return score <= -SCORE.neutral ? 'negative' : 'neutral';
}

function countOf(text: string, signs: RegExp): number {
  return Math.min(SIGNS.most, text.match(signs)?.length ?? 0);
}

function clausesOf(text: string, words: readonly Word[]): Clause[] {
  const clauses: Clause[] = [];
  let begun = 0;
  const close = (end: number, gap: string) => {
    if (end === begun) return;
    const own = words.slice(begun, end);
    clauses.push({ words: own, asks: gap.includes('?'), contrasts: isContrast.has(own[0]?.folded ?? '') });
    begun = end;
  };
  words.forEach((word, index) => {
    const gap = text.slice(words[index - 1]?.end ?? 0, word.start);
    const turns = isContrast.has(word.folded) && !isNothing.has(words[index - 1]?.folded ?? '');
    if (index > 0 && (STOP.test(gap) || turns)) close(index, gap);
  });
  close(words.length, text.slice(words.at(-1)?.end ?? 0, (words.at(-1)?.end ?? 0) + 10));
  return clauses;
}

function feelingIn(words: readonly Word[], text: string): number {
  const comesBack = words.some(({ folded }) => isReturn.has(folded));
  let sum = 0;
  let negated = 0;
  let strength = 1;
  let strong = 0;
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (!word) continue;
    const { folded } = word;
    const idiom = idiomAt(words, index);
    if (idiom) {
      if (idiom.weight === 'negates') negated = REACH.negation + 1;
      else sum += negated > 0 && !idiom.words.some(isNegating) ? turnedOver(idiom.weight) : idiom.weight;
      index += idiom.words.length - 1;
      continue;
    }
    if (isNegationOfVerb.has(folded) && isParticle.has(words[index + 1]?.folded ?? '')) {
      // "ne manque pas de finesse": twice is none.
      negated = 0;
      index += 1;
      continue;
    }
    const opens = opensNegation(words, index);
    if (isNegationOfVerb.has(folded) && opens && negated > 0) negated = 0;
    else if (isSubject.has(folded)) negated = REACH.subject + 1;
    else if (isNegation.has(folded) || closesNegation(words, index))
      negated = Math.max(negated, REACH.negation + 1);
    else if (opens) negated = Math.max(negated, REACH.opened + 1);
    if (isStronger.has(folded) || isWeaker.has(folded)) {
      strength = isStronger.has(folded) ? STRENGTH.more : STRENGTH.less;
      strong = REACH.strength + 1;
    }
    const turned = negated > 0 || isNegatedVerb(words, index);
    const by = (strong > 0 ? strength : 1) * (isLoud(text.slice(word.start, word.end)) ? STRENGTH.loud : 1);
    const weight = isNegation.has(folded) ? 0 : feelingOf(folded);
    if (weight !== 0) {
      sum += by * (turned ? turnedOver(weight) : weight);
      if (!/^(?:or|ou|nor|ni)$/.test(words[index + 1]?.folded ?? '')) negated = 0;
    } else if (opens) {
      // "fails to" is no trouble here.
    } else if (isTrouble(folded) !== 0 && turned) sum += TROUBLE.gone;
    else if (isTrouble(folded) !== 0 && comesBack) sum += by * TROUBLE.back;
    negated -= 1;
    strong -= 1;
  }
  return sum;
}

function turnedOver(weight: number): number {
  return weight > 0 ? Math.min(TURNED.goodAtLeast, weight * TURNED.good) : weight * TURNED.bad;
}

function idiomAt(words: readonly Word[], index: number) {
  return idiomsBy
    .get(words[index]?.folded ?? '')
    ?.find((idiom) => idiom.words.every((word, offset) => words[index + offset]?.folded === word));
}

const isNe = (word: Word | undefined) => word?.folded === 'ne' || word?.folded === 'n';

/** "ne … pas", "n'est plus": the first of the two; and "fails to", "manque de". */
function opensNegation(words: readonly Word[], index: number): boolean {
  if (isNegationOfVerb.has(words[index]?.folded ?? ''))
    return /^(?:to|a|de|d)$/.test(words[index + 1]?.folded ?? '');
  return (
    isNe(words[index]) &&
    words.slice(index + 1, index + 1 + REACH.opened).some(({ folded }) => isParticle.has(folded))
  );
}

/** "plus" is a negation only behind "ne"; elsewhere it is "more". */
function closesNegation(words: readonly Word[], index: number): boolean {
  return words[index]?.folded === 'plus' && words.slice(Math.max(0, index - 3), index).some(isNe);
}

/** "Ça marche pas", as people say it. "plus" only at the end: "ça marche plus". */
function isNegatedVerb(words: readonly Word[], index: number): boolean {
  const next = words[index + 1]?.folded ?? '';
  if (next === 'plus') return index + 2 === words.length;
  return next === 'pas' || next === 'jamais' || next === 'rien' || next === 'guere';
}

function isLoud(written: string): boolean {
  return written.length >= 3 && written === written.toUpperCase() && written !== written.toLowerCase();
}

/** Most that is kept of a session's frustration. */
export const MAX_FRUSTRATION = 5;

/** Repeated negatives raise it by one each, positives lower it by one, and what is neutral leaves it. From 0 to 5. */
export function nextFrustration(before: number, { label }: Sentiment): number {
  const step = label === 'negative' ? 1 : label === 'positive' ? -1 : 0;
  return Math.min(MAX_FRUSTRATION, Math.max(0, before + step));
}
