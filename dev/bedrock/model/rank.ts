import type { Passage } from './passages.js';
import type { Question, WantedTerm } from './question.js';
import { conceptsOf } from './terms.js';

export interface Ranked {
  passage: Passage;
  /** 0 to about 1.3: the share of the question that the sentence speaks to, with small bonuses. */
  score: number;
  /** Wanted concepts that its own words hold. */
  holds: Set<string>;
}

export interface Coverage {
  /** 0 to 1: the share of the question's content words that one source holds, at best. */
  best: number;
  /** The same for all sources together. */
  together: number;
  /** Names in the question that no source holds. */
  missingNames: WantedTerm[];
  namesFound: number;
}

/** Scores each passage against the question. Order in: the retriever's, which counts a little. */
export function rankPassages(question: Question, passages: Passage[]): Ranked[] {
  const idf = inverseFrequency(question.terms, passages);
  const worth = (term: WantedTerm) => term.weight * (idf.get(term.concept) ?? 0);
  const total = question.terms.reduce((sum, term) => sum + worth(term), 0) || 1;
  const sources = [...new Set(passages.map((passage) => passage.source))];
  const outer = createOuterConcepts();

  return passages
    .map((passage) => {
      const { heading, title } = outer(passage);
      let gained = 0;
      for (const term of question.terms) {
        if (passage.concepts.has(term.concept)) gained += worth(term);
        else if (heading.has(term.concept)) gained += worth(term) * 0.6;
        else if (title.has(term.concept)) gained += worth(term) * 0.4;
      }
      const order = 0.08 * (1 - sources.indexOf(passage.source) / sources.length);
      const score = gained / total + order + bonuses(passage, question);
      const holds = new Set(
        question.terms.map((term) => term.concept).filter((c) => passage.concepts.has(c)),
      );
      return { passage, score, holds };
    })
    .sort((a, b) => b.score - a.score);
}

function bonuses(
  { text, words, heading, position, isListItem }: Passage,
  { kinds, terms }: Question,
): number {
  let bonus = 0;
  if (kinds.has('cost') && !kinds.has('how') && /[$€]\s?\d|\d\s?[$€]|\bUSD\b/.test(text)) bonus += 0.15;
  if (kinds.has('count') && /\d/.test(text)) bonus += 0.12;
  if (kinds.has('why') && /\b(?:because|so that|car|parce que|therefore|donc)\b/i.test(text)) bonus += 0.12;
  if (kinds.has('how') && isListItem) bonus += 0.06;
  if (kinds.has('what') && position === 0) bonus += 0.1;
  // Advice on what to ask a client answers only who asks for that.
  const asks =
    /^(?:ask|demandez|demander)\b/i.test(text) || /^(?:questions? (?:to|for)|questions? à)/i.test(heading);
  if (asks && !terms.some((term) => term.concept === 'ask')) bonus -= 0.35;
  if (/^(?:it|this|these|they|that|such|il|elle|ils|elles|ce|cela|ces|cette|cet)\b/i.test(text))
    bonus -= 0.15;
  if (words > 45 || words < 6) bonus -= 0.1;
  return bonus;
}

/** Rare words of the sources at hand tell passages apart; a word that is in all of them does not. */
function inverseFrequency(terms: WantedTerm[], passages: Passage[]): Map<string, number> {
  return new Map(
    terms.map(({ concept }) => {
      const holders = passages.filter((passage) => passage.concepts.has(concept)).length;
      return [concept, Math.log(1 + (passages.length + 1) / (holders + 0.5))];
    }),
  );
}

/** Concepts of headings and titles, found once for each. */
function createOuterConcepts() {
  const known = new Map<string, Set<string>>();
  const conceptsOnce = (text: string) => {
    const found = known.get(text) ?? conceptsOf(text);
    known.set(text, found);
    return found;
  };
  return ({ heading, source }: Passage) => ({
    heading: conceptsOnce(heading),
    title: conceptsOnce(`${source.title} ${source.path}`),
  });
}

/** How much of the question the sources speak to at all, wording aside. */
export function measureCoverage(question: Question, passages: Passage[]): Coverage {
  const held = new Map<Passage['source'], Set<string>>();
  for (const { source, concepts, heading } of passages) {
    const all = held.get(source) ?? conceptsOf(`${source.title} ${source.path}`);
    for (const concept of [...concepts, ...conceptsOf(heading)]) all.add(concept);
    held.set(source, all);
  }
  const everything = new Set([...held.values()].flatMap((concepts) => [...concepts]));
  const total = question.terms.reduce((sum, term) => sum + term.weight, 0) || 1;
  const share = (concepts: Set<string>) =>
    question.terms.reduce((sum, term) => sum + (concepts.has(term.concept) ? term.weight : 0), 0) / total;
  const names = question.terms.filter((term) => term.isName && !term.carried);
  return {
    best: Math.max(0, ...[...held.values()].map(share)),
    together: share(everything),
    missingNames: names.filter((term) => !everything.has(term.concept)),
    namesFound: names.filter((term) => everything.has(term.concept)).length,
  };
}
