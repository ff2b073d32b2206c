import type { Source } from '../../core/domain/message.js';
import { findCitations } from '../../core/text/citation.js';
import type { RetrievedChunk } from './retriever.js';
import { splitSentences } from './sentences.js';
import { contentWords } from './stop-words.js';

export const MAX_QUOTE_CHARACTERS = 240;
/** Sentences that cite a source, of which the quote's is chosen; and what is read of each. */
export const MAX_CLAIMS = 8;
export const MAX_CLAIM_CHARACTERS = 600;
/** Words that begin alike count as the same: `gateway` and `gateways`, `réduire` and `réduction`. */
const STEM_CHARACTERS = 5;

/** A chunk with the number that the prompt shows and the answer cites. */
export type NumberedChunk = RetrievedChunk & { number: number };

/** From 1, in the order given. */
export function numberChunks(chunks: readonly RetrievedChunk[]): NumberedChunk[] {
  return chunks.map((chunk, index) => ({ ...chunk, number: index + 1 }));
}

/** The same chunks with their numbers; those that `sources` lacks are added to it, and their numbers go on. */
export function addSources(sources: NumberedChunk[], chunks: readonly RetrievedChunk[]): NumberedChunk[] {
  return chunks.map((chunk) => {
    const known = sources.find(
      ({ documentId, ordinal }) => documentId === chunk.documentId && ordinal === chunk.ordinal,
    );
    if (known) return known;
    const added = { ...chunk, number: Math.max(0, ...sources.map(({ number }) => number)) + 1 };
    sources.push(added);
    return added;
  });
}

/**
 * The sources an answer cites, in the order it first cites them, as the message records them. A number without a
 * source is passed over. The quote is the sentence of the source that is nearest to one that cites it, or, where
 * they share no word (an answer in another language), to the question.
 */
export function citedSources(answer: string, chunks: readonly NumberedChunk[], question: string): Source[] {
  const asked = stemsOf(question);
  return [...citationsIn(answer)].flatMap(([number, claims]) =>
    chunks
      .filter((chunk) => chunk.number === number)
      .map((chunk) => ({
        number,
        title: chunk.title,
        path: chunk.path,
        url: chunk.url,
        quote: quoteOf(chunk.text, claims.map(stemsOf), asked),
        score: Math.round(Math.min(1, chunk.score) * 1_000) / 1_000,
      })),
  );
}

const CODE = /```[\s\S]*?(?:```|$)|(?<![^\n])[ \t>]*~~~[\s\S]*?(?:\n[ \t>]*~~~|$)|`[^`\n]*`/g;

/** The numbers that stand in an answer's prose, each with the first sentences that cite it. */
function citationsIn(answer: string): Map<number, string[]> {
  const prose = answer.replace(CODE, '');
  const cited = new Map<number, string[]>();
  let at = 0;
  let claim = '';
  for (const { start, end, numbers } of findCitations(prose)) {
    // Marks that follow each other close the same sentence.
    const before = prose.slice(Math.max(at, start - MAX_CLAIM_CHARACTERS), start);
    at = end;
    const wanting = numbers.filter((number) => (cited.get(number)?.length ?? 0) < MAX_CLAIMS);
    if (wanting.length === 0) continue;
    claim = lastSentence(before) || claim;
    for (const number of wanting) cited.set(number, [...(cited.get(number) ?? []), claim]);
  }
  return cited;
}

function lastSentence(text: string): string {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  return splitSentences(line).at(-1)?.trim() ?? '';
}

/** The sentence that shares the most words with one of the claims, then with the question; shortened at a word. */
function quoteOf(text: string, claims: readonly ReadonlySet<string>[], asked: ReadonlySet<string>): string {
  let best = '';
  let most: readonly [claimed: number, asked: number] = [-1, -1];
  for (const line of text.split('\n')) {
    for (const sentence of splitSentences(line.replace(/^\s*(?:[-*+•>]\s+|\d{1,3}[.)]\s+)+/, ''))) {
      if (sentence.trim() === '') continue;
      const words = stemsOf(sentence);
      const shared = [
        Math.max(0, ...claims.map((claim) => countShared(words, claim))),
        countShared(words, asked),
      ] as const;
      if (shared[0] < most[0] || (shared[0] === most[0] && shared[1] <= most[1])) continue;
      most = shared;
      best = sentence.trim();
    }
  }
  return shorten(best);
}

function countShared(words: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let count = 0;
  for (const word of words) if (others.has(word)) count++;
  return count;
}

function shorten(sentence: string): string {
  if (sentence.length <= MAX_QUOTE_CHARACTERS) return sentence;
  const room = sentence.slice(0, MAX_QUOTE_CHARACTERS - 1);
  const blank = room.lastIndexOf(' ');
  // Without a blank the cut may fall between the halves of a surrogate pair.
  return `${(blank > 0 ? room.slice(0, blank) : room).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function stemsOf(text: string): Set<string> {
  return new Set(contentWords(text).map((word) => word.slice(0, STEM_CHARACTERS)));
}
