import { isGeneric, isNumber } from './concepts.js';
import { createHeldOnce, worthIn } from './held.js';
import type { Passage } from './passages.js';
import type { Question, WantedTerm } from './question.js';

export interface Ranked {
  passage: Passage;
  /** 0 to about 1.5: the share of the question that the sentence speaks to, with small bonuses. */
  score: number;
  /** Wanted concepts that its own words hold. */
  holds: Set<string>;
  /** How many names of this very question are among them. */
  names: number;
}

/** Scores each passage against the question, best first. The order in is the retriever's, which counts a little. */
export function rankPassages(question: Question, passages: Passage[]): Ranked[] {
  const worth = termWorth(question.terms, passages);
  const total = worth.reduce((sum, { value }) => sum + value, 0) || 1;
  const sources = [...new Set(passages.map((passage) => passage.source))];
  const hasNames = question.terms.some((term) => term.isName);
  const heldOnce = createHeldOnce();

  return passages
    .map((passage) => {
      const heading = heldOnce(passage.heading);
      const title = heldOnce(`${passage.source.title} › ${passage.source.path}`);
      let gained = 0;
      let named = false;
      let onSubject = false;
      for (const { term, value } of worth) {
        const here = worthIn(term, passage);
        const above = worthIn(term, heading) * (term.isName ? 0.5 : 0.75);
        const atTop = worthIn(term, title) * 0.4;
        gained += value * Math.max(here, above, atTop);
        named ||= term.isName && here + above + atTop > 0;
        onSubject ||= !isGeneric(term.concept) && above + atTop > 0;
      }
      const order = 0.08 * (1 - sources.indexOf(passage.source) / sources.length);
      const doubt = (hasNames && !named ? 0.7 : 1) * (onSubject ? 1 : 0.8);
      const holds = new Set(
        worth.map(({ term }) => term.concept).filter((concept) => passage.concepts.has(concept)),
      );
      const score = (gained / total + order + bonuses(passage, question, holds)) * doubt;
      const names = question.terms.filter(
        (term) => term.isName && !term.carried && holds.has(term.concept),
      ).length;
      return { passage, score, holds, names };
    })
    .sort((a, b) => b.score - a.score);
}

/**
 * What finding each term is worth: rare words of the sources at hand tell passages apart, a word that is in all of
 * them does not. Numbers are worth little: "50 TB" is in many sentences that have nothing to do with the matter.
 */
function termWorth(terms: WantedTerm[], passages: Passage[]): { term: WantedTerm; value: number }[] {
  return terms.map((term) => {
    const holders = passages.filter((passage) => worthIn(term, passage) > 0).length;
    // For picking a sentence the kind of answer matters more than for telling whether there is one.
    const asked = isGeneric(term.concept) && !isNumber(term.concept) ? term.weight * 2 : term.weight;
    return { term, value: asked * Math.log(1.5 + (passages.length + 1) / (holders + 1)) };
  });
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
