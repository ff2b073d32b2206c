import { wordsOf } from '../intent/words.js';

/** Folded. */
const FIGURES = new Set(
  `price prices priced pricing cost costs fee fees charge charges charged cheap cheaper cheapest bill bills billed
  limit limits quota quotas max maximum minimum smallest largest biggest percent percentage version versions sla
  date
  prix tarif tarifs tarification cout couts coute coutent coutera coutait couterait facture factures facturer
  facturation maximal maximale minimal minimale limite limites duree delai delais taille taux pourcentage combien`.split(
    /\s+/,
  ),
);
/** Of what "how" asks for: a number of it. */
const MEASURES = new Set('many much long big large fast often far'.split(' '));
/** They ask for a date as the first word or behind one of these; elsewhere "when" is a condition. */
const WHENS = new Set(['when', 'quand']);
const BEFORE_WHEN = new Set('since until till by from depuis jusqu jusque et and'.split(' '));
/** "How do I limit access" wants none. */
const VERBS = new Set('limit charge bill date'.split(' '));
const BEFORE_VERB = new Set('to i we you they can could should must will would not'.split(' '));

/** Whether a question wants a price, a number or a date, which a text about its subject need not say. */
export function asksForFigure(question: string): boolean {
  const words = wordsOf(question).map(({ folded }) => folded);
  return words.some((word, index) => {
    const before = words[index - 1] ?? '';
    if (WHENS.has(word)) return index === 0 || BEFORE_WHEN.has(before);
    if (VERBS.has(word) && BEFORE_VERB.has(before)) return false;
    return FIGURES.has(word) || (word === 'how' && MEASURES.has(words[index + 1] ?? ''));
  });
}
