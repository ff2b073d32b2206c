import { fold } from '../stem.js';

/** "In euros please", "le prix en €": in what the price list is not. */
export function asksForOtherCurrency(text: string): boolean {
  return /\b(?:in|en|to|into) (?:(?:euros?|eur|pounds?|gbp|livres sterling|swiss francs|francs suisses|chf)\b|[€£])/.test(
    fold(text),
  );
}

/** The opening of an estimate, as the stand-in says it itself. */
const estimate = /^\*\*[^*\n]{1,40} (?:a month|par mois)\*\* (?:in|en) /m;

export function isEstimate(answer: string): boolean {
  return estimate.test(answer);
}
