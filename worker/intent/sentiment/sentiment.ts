import type { Language, Sentiment } from '../../../core/domain/message.js';
import { detectLanguage } from '../language.js';
import { type Word, wordsOf } from '../words.js';
import { feelingIn } from './clause.js';
import { type Clause, clausesOf } from './clauses.js';
import { takenApart } from './contractions.js';
import { createLexicon, finderOf } from './lexicon.js';
import { isTechnical } from './requests.js';
import { turnedOver } from './scope.js';
import { english } from './words-en.js';
import { french } from './words-fr.js';

/*
 * Sentiment by a lexicon with negation, English and French at once, since people mix them. The libraries there are
 * misread French negation and take "error" for a complaint.
 */

/** Enough to tell; a longer text costs no more. */
export const SENTIMENT_WORDS = 400;
/** Scores nearer to zero than `neutral` are neutral. The larger `saturation`, the more words it takes to come near to ±1. */
const SCORE = { neutral: 0.2, saturation: 1.6 } as const;
/** Loud by an exclamation mark. */
const EXCLAIMED = 1.15;
/** `praised`: praise with a frown is none. `most`: of them count. */
const SIGNS = { weight: 0.7, most: 3, praised: -0.5 } as const;
/** What stands before a "but", and behind an "although". */
const CONTRAST = { before: 0.35, conceded: 0.35 } as const;
/** Who asks whether something is good does not say that it is; who asks why it is bad does. */
const ASKED = {
  fact: { good: 0.2, bad: 0.25 },
  whether: { good: 0.2, bad: 0.35 },
  reason: { good: 0.2, bad: 0.7 },
} as const;
/** What a text that is to be written shall be like is no feeling. */
const REQUESTED = { good: 0.12, bad: 0.25 } as const;
const STATED = { good: 1, bad: 1 } as const;

const GOOD_SIGNS =
  /(?<![^\s.!?])(?:[:;]-?[)D](?![\p{L}\p{N}:;(])|<3(?=\s*(?:$|[.!?\n])))|[\u{1F600}-\u{1F60A}\u{1F60D}\u{1F60E}\u{1F929}\u{1F970}\u{1F973}\u{1F44C}\u{1F44D}\u{1F44F}\u{1F389}\u{1F4AF}\u{1F64C}\u{1F64F}\u{1F642}\u{1F4AA}\u{2764}]/gu;
const BAD_SIGNS =
  /(?<![^\s.!?])(?::-?\()(?![\p{L}\p{N}:;)|])|[\u{1F620}-\u{1F625}\u{1F629}\u{1F62B}\u{1F62D}\u{1F612}\u{1F614}-\u{1F616}\u{1F61E}\u{1F61F}\u{1F630}\u{1F631}\u{1F641}\u{1F644}\u{1F44E}\u{1F926}\u{1F92C}\u{1F922}\u{1F4A9}\u{2639}]/gu;
/** What is between quotation marks is named and not said. Bounded, and so linear. */
const QUOTED = /"[^"\n]{1,80}"|«[^»\n]{1,80}»|“[^”\n]{1,80}”/g;
const [inEnglish, inFrench] = [finderOf(english), finderOf(french)];
const lexicons = { en: createLexicon(inEnglish, inFrench), fr: createLexicon(inFrench, inEnglish) };

/**
 * How the speaker feels, from −1 to 1. Pure, and linear in the text, of which the first `SENTIMENT_WORDS` words count.
 */
export function findSentiment(
  text: string,
  words: readonly Word[] = wordsOf(text),
  language: Language = detectLanguage(text),
): Sentiment {
  const considered = words.slice(0, SENTIMENT_WORDS);
  const end = considered.at(-1)?.end ?? 0;
  const clauses = clausesOf(text, takenApart(withoutNames(text, considered)));
  const reports = considered.some(({ folded }) => isTechnical(folded));
  const states = !reports && clauses.every((clause) => clause.asks === null && !clause.requests);
  const circumstances = { text, meaningOf: lexicons[language], states, reports };
  let sum = 0;
  /** In the clause before, whether it asks or not. */
  let before = 0;
  for (const [index, clause] of clauses.entries()) {
    if (clause.denies && (clause.contrasts || clauses[index - 1]?.asks)) {
      sum = turnedOver(before);
      continue;
    }
    if (clause.contrasts) sum *= CONTRAST.before;
    const felt = feelingIn(clause, circumstances);
    before = felt;
    const counts = countsOf(clause);
    sum += felt * (felt > 0 ? counts.good : counts.bad) * (clause.concedes ? CONTRAST.conceded : 1);
  }
  const sample = text.slice(0, end + 20);
  const [good, bad] = [countOf(sample, GOOD_SIGNS), countOf(sample, BAD_SIGNS)];
  // "Great, it crashed again 🙄": praise with a frown is none.
  if (bad > good && sum > 0) sum *= SIGNS.praised;
  sum += SIGNS.weight * (good - bad);
  if (sample.includes('!')) sum *= EXCLAIMED;
  const score = Number((sum / Math.sqrt(sum * sum + SCORE.saturation)).toFixed(3));
  return { label: labelOf(score), score };
}

function countsOf({ asks, requests }: Clause): { good: number; bad: number } {
  if (requests) return REQUESTED;
  return asks ? ASKED[asks] : STATED;
}

function labelOf(score: number): Sentiment['label'] {
  if (score >= SCORE.neutral) return 'positive';
  return score <= -SCORE.neutral ? 'negative' : 'neutral';
}

function countOf(text: string, signs: RegExp): number {
  return Math.min(SIGNS.most, text.match(signs)?.length ?? 0);
}

/** Without what is quoted, unless that is all, and without names: "the Perfect Store campaign". */
function withoutNames(text: string, words: readonly Word[]): Word[] {
  const quoted = [...text.slice(0, words.at(-1)?.end).matchAll(QUOTED)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  const isQuoted = (word: Word) => quoted.some(([from, to]) => from < word.start && word.end < to);
  const said = quoted.length > 0 ? words.filter((word) => !isQuoted(word)) : words;
  const kept = said.length > 0 ? said : words;
  return kept.filter((_, index) => !isName(text, kept, index));
}

/** Capitalised within a sentence, beside another such word. */
function isName(text: string, words: readonly Word[], index: number): boolean {
  const isCapital = (at: number) => {
    const word = words[at];
    const before = words[at - 1];
    if (!word || !before || !/^\p{Lu}\p{Ll}/u.test(text.slice(word.start, word.end))) return false;
    return text.slice(before.end, word.start) === ' ';
  };
  return isCapital(index) && (isCapital(index + 1) || isCapital(index - 1));
}

/** Most that is kept of a session's frustration. */
export const MAX_FRUSTRATION = 5;

/** Repeated negatives raise it by one each, positives lower it by one, and what is neutral leaves it. From 0 to 5. */
export function nextFrustration(before: number, { label }: Sentiment): number {
  const step = label === 'negative' ? 1 : label === 'positive' ? -1 : 0;
  return Math.min(MAX_FRUSTRATION, Math.max(0, before + step));
}
