import type { Source } from '../../core/domain/message.js';
import type { RetrievedChunk } from './retriever.js';
import { splitSentences } from './sentences.js';
import { contentWords } from './stop-words.js';

export const MAX_QUOTE_CHARACTERS = 240;
/** Words that begin alike count as the same: `gateway` and `gateways`, `réduire` and `réduction`. */
const STEM_CHARACTERS = 5;

/** A chunk with the number that the prompt shows and the answer cites. */
export type NumberedChunk = RetrievedChunk & { number: number };

/** From 1, in the order given. */
export function numberChunks(chunks: readonly RetrievedChunk[]): NumberedChunk[] {
  return chunks.map((chunk, index) => ({ ...chunk, number: index + 1 }));
}

/** What the message records of the chunks; the quote is the sentence nearest to the question. */
export function toSources(chunks: readonly NumberedChunk[], question: string): Source[] {
  const asked = new Set(contentWords(question).map(stem));
  return chunks.map((chunk) => ({
    number: chunk.number,
    title: chunk.title,
    path: chunk.path,
    url: chunk.url,
    quote: quoteOf(chunk.text, asked),
    score: Math.round(Math.min(1, chunk.score) * 1_000) / 1_000,
  }));
}

/** The sources an answer cites, in the order it first cites them. A number without a source is passed over. */
export function citedSources(answer: string, sources: readonly Source[]): Source[] {
  const prose = answer.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, '');
  const numbers = new Set<number>();
  for (const match of prose.matchAll(/\[(\d{1,3}(?:\s?[,;]\s?\d{1,3}){0,20})\]/g)) {
    for (const number of (match[1] ?? '').split(/[,;]/)) numbers.add(Number(number));
  }
  return [...numbers].flatMap((number) => sources.filter((source) => source.number === number));
}

/** The sentence that shares the most words with the question, without list marks, shortened at a word. */
function quoteOf(text: string, asked: ReadonlySet<string>): string {
  let best = '';
  let most = -1;
  for (const line of text.split('\n')) {
    for (const sentence of splitSentences(line.replace(/^\s*(?:[-*+•>]\s+|\d{1,3}[.)]\s+)+/, ''))) {
      const shared = new Set(
        contentWords(sentence)
          .map(stem)
          .filter((word) => asked.has(word)),
      ).size;
      if (sentence.trim() === '' || shared <= most) continue;
      most = shared;
      best = sentence.trim();
    }
  }
  return shorten(best);
}

function shorten(sentence: string): string {
  if (sentence.length <= MAX_QUOTE_CHARACTERS) return sentence;
  const room = sentence.slice(0, MAX_QUOTE_CHARACTERS - 1);
  const blank = room.lastIndexOf(' ');
  // Without a blank the cut may fall between the halves of a surrogate pair.
  return `${(blank > 0 ? room.slice(0, blank) : room).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function stem(word: string): string {
  return word.slice(0, STEM_CHARACTERS);
}
