import type { Allowance, BudgetWindow, Spending } from './budget.js';
import { whatIsFull } from './budget.js';
import { AsideError } from './errors.js';

/** When a caller may ask again whose open turns may take the rest of his budget: about an answer's time. */
export const HELD_RETRY_SECONDS = 10;

/** Why a turn may not be taken under a budget, with when it may; null where it may. */
export function overBudget(allowance: Allowance, spending: Spending): AsideError | null {
  const full = whatIsFull(allowance, spending);
  if (!full) return null;
  if (full.by === 'reserved') return new AsideError('BUDGET_HELD', { retryAfter: HELD_RETRY_SECONDS });
  const resetsAt = spending.resetsAt[full.window];
  const sentence = sentences(full.window, resetsAt);
  return new AsideError('BUDGET_EXCEEDED', {
    sentence: sentence.en,
    retryAfter: Math.max(1, Math.ceil((resetsAt.getTime() - spending.now.getTime()) / 1_000)),
    details: { window: full.window, resets_at: resetsAt.toISOString(), sentence },
  });
}

function sentences(window: BudgetWindow, resetsAt: Date): { en: string; fr: string } {
  const of = { en: { day: 'today', month: 'this month' }, fr: { day: 'du jour', month: 'du mois' } };
  return {
    en: `Your budget for ${of.en[window]} is used up. It is free again on ${dayOf(resetsAt, 'en-GB')} at 00:00 UTC.`,
    fr: `Votre budget ${of.fr[window]} est épuisé. Il sera de nouveau disponible le ${dayOf(resetsAt, 'fr-FR')} à 00:00 UTC.`,
  };
}

function dayOf(moment: Date, locale: string): string {
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    moment,
  );
  // French has an ordinal for the first of a month only, which Intl does not write.
  return locale === 'fr-FR' ? day.replace(/^1 /, '1er ') : day;
}
