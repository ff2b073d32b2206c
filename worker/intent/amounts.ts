import type { Entity, Language } from '../../core/domain/message.js';
import { firstFew } from './first-few.js';

const CURRENCIES: Record<string, string> = {
  bucks: 'USD',
  cad: 'CAD',
  ca$: 'CAD',
  c$: 'CAD',
  aud: 'AUD',
  a$: 'AUD',
  au$: 'AUD',
  chf: 'CHF',
  'francs suisses': 'CHF',
  jpy: 'JPY',
  '¥': 'JPY',
  yen: 'JPY',
  yens: 'JPY',
  quid: 'GBP',
  'livres sterling': 'GBP',
  balles: 'EUR',
  $: 'USD',
  us$: 'USD',
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  gbp: 'GBP',
  pounds: 'GBP',
};
const SCALES: Record<string, number> = {
  k: 1e3,
  m: 1e6,
  thousand: 1e3,
  mille: 1e3,
  million: 1e6,
  millions: 1e6,
  billion: 1e9,
  milliard: 1e9,
  milliards: 1e9,
};

// Every repetition is bounded and no match begins inside a number, so both are linear in the text.
const NUMBER = String.raw`(?<![\d.,])(\d{1,3}(?:[ .,\u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,4})?(?!\d)|\d{1,15}(?:[.,]\d{1,6})?(?!\d))`;
const SCALE = String.raw`(?:\s?(k|m|thousand|mille|millions?|billion|milliards?)(?![\p{L}\p{N}]))?`;
const BEFORE = new RegExp(
  String.raw`((?<!\p{L})(?:US|CA|AU|C|A)\$|[$€£¥]|(?<!\p{L})(?:USD|EUR|GBP|CAD|AUD|CHF|JPY)(?!\p{L}))\s?${NUMBER}${SCALE}`,
  'giu',
);
const AFTER = new RegExp(
  String.raw`${NUMBER}${SCALE}\s?(?:d['’]|de\s)?([$€£¥]|(?:US\$|CA\$|USD|EUR|GBP|CAD|AUD|CHF|JPY|euros?|dollars?|bucks|balles|pounds|quid|livres sterling|francs suisses|yens?)(?!\p{L}))`,
  'giu',
);

/** Amounts of money, `1 200,50 €` or `$12k`; the value is `1200.5 EUR`, in the currency's whole units. */
export function findAmounts(text: string, language: Language = 'en'): Entity[] {
  const found: Entity[] = [];
  const add = (match: RegExpExecArray, currency = '', number = '', scale = '') => {
    const start = match.index;
    const end = start + match[0].length;
    if (found.some((other) => start < other.end && other.start < end)) return;
    const value = Number((readNumber(number, language) * (SCALES[scale.toLowerCase()] ?? 1)).toPrecision(12));
    found.push({
      type: 'amount',
      text: match[0],
      value: `${value} ${CURRENCIES[currency.toLowerCase()] ?? currency}`,
      start,
      end,
    });
  };
  for (const match of firstFew(text.matchAll(BEFORE), MAX_AMOUNTS)) add(match, match[1], match[2], match[3]);
  for (const match of firstFew(text.matchAll(AFTER), MAX_AMOUNTS)) add(match, match[3], match[1], match[2]);
  return found;
}

/** So that comparing each with each stays cheap. */
export const MAX_AMOUNTS = 100;

/**
 * The last separator is the decimal one, unless it parts groups of three: `1,200` is twelve hundred, `1.200` is that in
 * French and 1.2 in English, `0,125` has a leading zero and is a fraction.
 */
function readNumber(written: string, language: Language): number {
  const compact = written.replace(/[ \u00a0\u202f]/g, '');
  const separators = compact.match(/[.,]/g) ?? [];
  const last = separators.at(-1);
  if (!last) return Number(compact);
  const decimals = compact.length - compact.lastIndexOf(last) - 1;
  const repeated = separators.filter((separator) => separator === last).length > 1;
  const grouping =
    repeated || (decimals === 3 && !compact.startsWith('0') && (last === ',' || language === 'fr'));
  if (grouping) return Number(compact.replace(/[.,]/g, ''));
  const at = compact.lastIndexOf(last);
  return Number(`${compact.slice(0, at).replace(/[.,]/g, '')}.${compact.slice(at + 1)}`);
}
