import { wordsOf } from '../intent/words.js';

/** Folded. */
const FIGURES = new Set(
  `price prices priced pricing cost costs fee fees charge charges charged cheap cheaper cheapest bill bills billed
  limit limits quota quotas max maximum minimum smallest largest biggest percent percentage version versions sla
  date when
  prix tarif tarifs tarification cout couts coute coutent coutera coutait couterait facture factures facturer
  facturation maximal maximale minimal minimale limite limites duree delai delais taille taux pourcentage quand combien`.split(
    /\s+/,
  ),
);
/** Of what "how" asks for: a number of it. */
const MEASURES = new Set('many much long big large fast often far'.split(' '));

/** Whether a question wants a price, a number or a date, which a text about its subject need not say. */
export function asksForFigure(question: string): boolean {
  const words = wordsOf(question).map(({ folded }) => folded);
  return words.some(
    (word, index) => FIGURES.has(word) || (word === 'how' && MEASURES.has(words[index + 1] ?? '')),
  );
}
