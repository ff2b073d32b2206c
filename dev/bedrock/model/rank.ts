import { isGeneric, isNumber } from './concepts.js';
import type { Passage } from './passages.js';
import type { Question, WantedTerm } from './question.js';
import { conceptsOf } from './terms.js';

export interface Ranked {
  passage: Passage;
  /** 0 to about 1.5: the share of the question that the sentence speaks to, with small bonuses. */
  score: number;
  /** Wanted concepts that its own words hold. */
  holds: Set<string>;
}

/** Scores each passage against the question, best first. The order in is the retriever's, which counts a little. */
export function rankPassages(question: Question, passages: Passage[]): Ranked[] {
  const worth = termWorth(question.terms, passages);
  const total = [...worth.values()].reduce((sum, value) => sum + value, 0) || 1;
  const sources = [...new Set(passages.map((passage) => passage.source))];
  const names = question.terms.filter((term) => term.isName).map((term) => term.concept);
  const around = createSurroundings();

  return passages
    .map((passage) => {
      const { heading, title } = around(passage);
      let gained = 0;
      for (const [concept, value] of worth) {
        if (passage.concepts.has(concept)) gained += value;
        else if (heading.has(concept)) gained += value * (names.includes(concept) ? 0.5 : 0.75);
        else if (title.has(concept)) gained += value * 0.4;
      }
      const order = 0.08 * (1 - sources.indexOf(passage.source) / sources.length);
      const named = names.filter(
        (name) => passage.concepts.has(name) || heading.has(name) || title.has(name),
      );
      const onSubject = question.terms.some(
        ({ concept }) => !isGeneric(concept) && (heading.has(concept) || title.has(concept)),
      );
      const doubt = (names.length > 0 && named.length === 0 ? 0.7 : 1) * (onSubject ? 1 : 0.8);
      const holds = new Set([...worth.keys()].filter((concept) => passage.concepts.has(concept)));
      const score = (gained / total + order + bonuses(passage, question, holds)) * doubt;
      return { passage, score, holds };
    })
    .sort((a, b) => b.score - a.score);
}

/**
 * What finding each term is worth: rare words of the sources at hand tell passages apart, a word that is in all of
 * them does not. Numbers are worth little: "50 TB" is in many sentences that have nothing to do with the matter.
 */
function termWorth(terms: WantedTerm[], passages: Passage[]): Map<string, number> {
  return new Map(
    terms.map(({ concept, weight }) => {
      const holders = passages.filter((passage) => passage.concepts.has(concept)).length;
      // For picking a sentence the kind of answer matters more than for telling whether there is one.
      const share = isGeneric(concept) && !isNumber(concept) ? weight * 2 : weight;
      return [concept, share * Math.log(1.5 + (passages.length + 1) / (holders + 1))];
    }),
  );
}

const amount = /[$€]\s?\d|\d\s?[$€]|\bUSD\b/;
const advice =
  /^(?:use|set|keep|turn|add|enable|choose|put|send|delete|move|start|check|create|store|run|give|require|block|share|replace|review|plan|test|utilisez|activez|gardez|ajoutez|choisissez|envoyez|supprimez|commencez|vérifiez|créez|stockez|donnez|exigez|bloquez|partagez|remplacez|testez|placez|fixez|prévoyez)\b/i;

function bonuses(
  { text, words, heading, position, isListItem }: Passage,
  { kinds, terms }: Question,
  holds: Set<string>,
): number {
  let bonus = 0;
  const sum = /[×=]/.test(text);
  if (kinds.has('how')) {
    if (isListItem) bonus += 0.05;
    if (advice.test(text)) bonus += 0.08;
    if (amount.test(text)) bonus -= sum ? 0.15 : 0.06;
    if (holds.has('reduce')) bonus += 0.15;
  } else if (kinds.has('cost') && amount.test(text)) bonus += 0.18;
  if (kinds.has('count') && /\d/.test(text)) bonus += 0.18;
  if (kinds.has('count') && /\b(?:takes?|lasts?|within|prend|prennent|dure)\b/i.test(text)) bonus += 0.25;
  if (kinds.has('count') && /\b(?:every \d|toutes les)/i.test(text)) bonus -= 0.1;
  // A rule is not the figure that was asked for.
  if ((kinds.has('count') || kinds.has('cost')) && /\b(?:should|must|doit|doivent)\b/i.test(text))
    bonus -= 0.1;
  if (kinds.has('why') && /\b(?:because|so that|therefore|car|parce que|donc)\b/i.test(text)) bonus += 0.12;
  if (kinds.has('what') && position === 0) bonus += 0.1;
  const named = terms.filter((term) => term.isName && holds.has(term.concept)).length;
  if (kinds.has('compare') && named > 1) bonus += 0.12;
  // Advice on what to ask a client answers only who asks for that.
  const asks = /^(?:ask|demandez|demander)\b/i.test(text) || /^questions?\b/i.test(heading);
  if (asks && !terms.some((term) => term.concept === 'ask' || term.concept === 'demand')) bonus -= 0.35;
  if (
    /^(?:it|this|these|they|that|such|il|elle|ils|elles|ce|cela|ces|cette|cet|the example|below)\b/i.test(
      text,
    )
  ) {
    bonus -= 0.18;
  }
  if (/\b(?:those|these|the same|ceux-ci|celles-ci|les mêmes)\b/i.test(text)) bonus -= 0.08;
  // A sentence that lists many products is about none of them.
  if ((text.match(/\b[A-Z][A-Z0-9]{1,}\b/g)?.length ?? 0) > 4) bonus -= 0.12;
  if (words > 45 || words < 6) bonus -= 0.08;
  return bonus;
}

/** Concepts of headings and titles, found once for each. */
function createSurroundings() {
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
