import { NUMBER, readNumber } from './numbers.js';

export type Unit =
  | 'gb'
  | 'hours'
  | 'vcpus'
  | 'ms'
  | 'mb'
  | 'reads'
  | 'writes'
  | 'requests'
  | 'input_tokens'
  | 'output_tokens';

/** So many of a unit, and where the text says so. */
export interface Quantity {
  unit: Unit;
  value: number;
  start: number;
  end: number;
}

/** Of folded text; the first that fits counts. */
const units: [unit: Unit, pattern: string, times: number][] = [
  ['gb', 'g(?:i?b|i?o)', 1],
  ['gb', 't(?:i?b|io)', 1_024],
  // "To" is a unit in French and none in English, where a number follows it or a verb.
  ['gb', 'to(?= (?:de|d|par|vers|en|sur|dans|a|au|sortant|stocke)\\b|[.,;?!]|$)', 1_024],
  ['mb', 'm(?:i?b|i?o)', 1],
  ['ms', 'ms|millisecond(?:e?s)?', 1],
  ['hours', 'h|hours?|heures?', 1],
  ['vcpus', 'v?cpus?', 1],
  ['reads', '(?:read (?:request )?units|reads?|lectures?|unites de lecture)', 1],
  ['writes', '(?:write (?:request )?units|writes?|ecritures?|unites d.ecriture)', 1],
  ['requests', '(?:(?:lambda|https|cloudfront) )?(?:requests?|requetes?|invocations?|calls?|appels?)', 1],
  ['input_tokens', "(?:input tokens|tokens in|(?:tokens|jetons) (?:d'entree|en entree))", 1],
  ['output_tokens', '(?:output tokens|tokens out|(?:tokens|jetons) (?:de sortie|en sortie))', 1],
];

const any = units.map(([, pattern]) => `(${pattern})`).join('|');
const quantity = new RegExp(String.raw`${NUMBER}[ \u00a0]?(?:de |d'|of )?(?:${any})(?![\w-])`, 'g');

export function quantitiesIn(text: string): Quantity[] {
  return [...text.matchAll(quantity)].map((match) => {
    const [all, digits = '', scale, ...named] = match;
    const [unit, , times] = units[named.findIndex((part) => part !== undefined)] ?? ['gb' as const, '', 1];
    const value = readNumber(digits, scale) * times;
    return { unit, value, start: match.index, end: match.index + all.length };
  });
}

/** "500 GB a day", "8 heures par jour": what that is in a month is a matter of opinion. */
export function isByOtherThanMonths(text: string): boolean {
  return /(?:\b(?:per|par|a|an|each|every|chaque)|\/) ?(?:second|seconde|minute|hour|heure|day|jour|week|semaine|year|annee|an)\b/.test(
    text,
  );
}

const counted = new RegExp(
  `${NUMBER} (?:x |× )?(?:(?!and |et |or |ou |with |avec |in |en |of |de )[a-z'-]{2,20} ){0,2}$`,
);

/** The number that stands before what is named: "two large NAT gateways"; an article says one, and says little. */
export function countBefore(text: string): { count: number; isArticle: boolean } | null {
  const [, digits, scale] = counted.exec(text) ?? [];
  if (digits === undefined) return null;
  return { count: readNumber(digits, scale), isArticle: /^(?:an?|une?)$/.test(digits) };
}
