import type { ReactNode } from 'react';
import { widgetLimits } from '../../core/limits.js';

/**
 * A date (`2026-04-30`), a name with hyphens and a digit (`eu-west-1`, `db-r6g`), or a product with its factors and units
 * (`15 × 730 h × $0.048`). Each repetition begins with what the one before cannot hold, so that no text makes it slow.
 */
const terms =
  /\d{4}-\d\d-\d\d|[a-z]\w{0,15}(?:-\w{1,15}){1,4}|[$€]?\d[\d.,]{0,12}(?:[ \u00a0][\p{L}$€%]{1,5})?(?:[ \u00a0][×*][ \u00a0][$€]?\d[\d.,]{0,12}(?:[ \u00a0][\p{L}$€%]{1,5})?){1,4}/giu;

/** A text in which no line ends inside such a term. The letters stay what they are, for whoever copies them. */
export function wholeTerms(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const match of text.matchAll(terms)) {
    const [term] = match;
    if (term.length > widgetLimits.wholeTermLength || !/\d/.test(term)) continue;
    if (match.index > at) parts.push(text.slice(at, match.index));
    parts.push(
      <span key={match.index} className="whole">
        {term}
      </span>,
    );
    at = match.index + term.length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}
