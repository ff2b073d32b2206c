import { isArticle, NUMBER, readNumber } from './numbers.js';

/** What things are counted in. */
type CountUnit = 'instances' | 'tasks' | 'clusters' | 'gateways' | 'pieces';

export type Unit =
  | CountUnit
  | 'gb'
  | 'ram'
  | 'hours'
  | 'vcpus'
  | 'ms'
  | 'mb'
  | 'reads'
  | 'writes'
  | 'requests'
  | 'input_tokens'
  | 'output_tokens';

/** How much of a unit. */
export interface Amount {
  value: number;
  /** Of each of several things, and not of all of them. */
  isEach: boolean;
  isArticle: boolean;
}

/** So many of a unit, and where the text says so. */
export interface Quantity extends Amount {
  unit: Unit;
  start: number;
  end: number;
}

/** Words between a number and what it counts: "two large NAT gateways". */
const few = (most: number) =>
  `(?:(?!(?:and|et|or|ou|few|with|avec|in|en|of|de|on|sur|to|per|par|for|pour|at) )[a-z'-]{2,20} ){0,${most}}`;

/** Of folded text; the first that fits counts. */
const units: [unit: Unit, pattern: string, times: number][] = [
  ['ram', '(?:g(?:i?b|i?o) (?:of |de )?(?:ram|memory|memoire))', 1],
  ['gb', '(?:g(?:i?b|i?o)|gigabytes?|gigaoctets?)', 1],
  ['gb', '(?:t(?:i?b|io)|terabytes?|teraoctets?)', 1_024],
  // "To" is a unit in French and none in English, where a number follows it or a verb.
  [
    'gb',
    'to(?= (?:de|d|par|vers|en|sur|dans|a|au|et|avec|chacune?s?|sortant|stocke)\\b|[ \u00a0\u202f]?[.,;?!]|\\s*$)',
    1_024,
  ],
  ['mb', 'm(?:i?b|i?o)', 1],
  ['ms', '(?:ms|millisecond(?:e?s)?)', 1],
  ['ms', '(?:s|seconds?|secondes?)', 1_000],
  ['hours', '(?:h|hours?|heures?)', 1],
  ['vcpus', 'v?cpus?', 1],
  ['reads', '(?:read (?:request )?units|reads?|lectures?|unites de lecture)', 1],
  ['writes', '(?:write (?:request )?units|writes?|ecritures?|unites d.ecriture)', 1],
  ['requests', '(?:(?:lambda|https|cloudfront) )?(?:requests?|requetes?|invocations?|calls?|appels?)', 1],
  ['input_tokens', "(?:input tokens|tokens in|(?:tokens|jetons) (?:d'entree|en entree))", 1],
  ['output_tokens', '(?:output tokens|tokens out|(?:tokens|jetons) (?:de sortie|en sortie))', 1],
  [
    'instances',
    `(?:${few(2)}(?:instances?|servers?|serveurs?|vms?|machines?|nodes?|noeuds?|databases?|bases? de donnees))`,
    1,
  ],
  ['tasks', `(?:${few(2)}(?:tasks?|taches?|containers?|conteneurs?))`, 1],
  ['clusters', `(?:${few(2)}clusters?)`, 1],
  ['gateways', `(?:${few(2)}(?:gateways?|passerelles?))`, 1],
  ['pieces', `(?:${few(2)}(?:volumes?|disks?|disques?|buckets?|compartiments?|functions?|fonctions?))`, 1],
];

const any = units.map(([, pattern]) => `(${pattern})`).join('|');
const quantity = new RegExp(String.raw`${NUMBER}[ \u00a0]?(?:de |d'|of )?(?:${any})(?![\w-])`, 'g');

export function quantitiesIn(text: string): Quantity[] {
  return [...text.matchAll(quantity)].map((match) => {
    const [all, digits = '', scale, ...named] = match;
    const [unit, , times] = units[named.findIndex((part) => part !== undefined)] ?? ['gb' as const, '', 1];
    const [start, end] = [match.index, match.index + all.length];
    return {
      unit,
      value: readNumber(digits, scale) * times,
      isEach: isOfEach(text.slice(Math.max(0, start - 80), start), text.slice(end, end + 80)),
      isArticle: isCount(unit) && isArticle(digits, scale),
      start,
      end,
    };
  });
}

export function isCount(unit: Unit): unit is CountUnit {
  return ['instances', 'tasks', 'clusters', 'gateways', 'pieces'].includes(unit);
}

const things =
  '(?:instance|server|serveur|vm|machine|node|noeud|task|tache|cluster|gateway|passerelle|volume|bucket|function|fonction)';
const eachAfter = new RegExp(
  String.raw`^(?: (?!(?:and|et|or|ou) )[a-z0-9'-]{1,20}){0,3},? (?:each|apiece|chacune?s?|(?:per|par|pour chaque|for each) ${things})\b`,
);
const eachBefore = /\b(?:each|chacune?s?|chaque)(?: (?!(?:and|et) )[a-z'-]{1,20}){0,4} $/;

/** "500 GB each", "each with 500 GB", "500 Go chacune", "500 GB per gateway". */
function isOfEach(before: string, after: string): boolean {
  return eachAfter.test(after) || eachBefore.test(before);
}

/** "500 GB a day", "8 heures par jour": what that is in a month is a matter of opinion. */
export function isByOtherThanMonths(text: string): boolean {
  return /(?:\b(?:per|par|a|an|each|every|chaque)|\/) ?(?:second|seconde|minute|hour|heure|day|jour|week|semaine|year|annee|an)\b/.test(
    text,
  );
}

const before = new RegExp(`${NUMBER} ?(?:[x×*] ?)?(?:of |de |d')?${few(3)}$`);
const behind =
  /^(?: [a-z'-]{2,20}){0,2} ?(?:[([]? ?[x×*] ?(\d{1,6})(?![\w.])|\((\d{1,6})\)|[:=] ?(\d{1,6})(?= ?(?:[,;.?!)]|(?:and|et|in|en|a|at)\b|$)))/;
const ofThem = new RegExp(
  String.raw`^(?: [a-z'-]{2,20}){0,2},? ${NUMBER} (?:of (?:them|these|those)|d'entre)\b`,
);
/** "2 clusters with 3 m5.large nodes each"; but in "3 m5.large each with 500 GB" it belongs to what follows. */
const eachOfThese =
  /^(?: [a-z'-]{2,20})? (?:each|chacune?s?)\b(?! (?:$|(?:with|avec|of|de|having|[a-z]+ing|[a-z]+ant)\b))/;

/**
 * The number beside what is named: "two large NAT gateways", "m5.large x 3"; null where neither side has one. The texts
 * reach to the quantities around it.
 */
export function countBeside(textBefore: string, textAfter: string): Amount | null {
  const [near, rest] = [textBefore.slice(-120), textAfter.slice(0, 80)];
  const said = before.exec(near) ?? ofThem.exec(rest);
  if (said) {
    const [, digits = '', scale] = said;
    const isEach = eachBefore.test(near.slice(0, said.index)) || eachOfThese.test(rest);
    return { value: readNumber(digits, scale), isEach, isArticle: isArticle(digits, scale) };
  }
  const number = behind
    .exec(rest)
    ?.slice(1)
    .find((part) => part !== undefined);
  return number === undefined ? null : { value: Number(number), isEach: false, isArticle: false };
}

const forSoMany = new RegExp(
  String.raw`\b(?:for|pour|with|avec|if there are|s'il y en a) ${NUMBER}(?: of (?:them|these|those)| d'entre \w{1,8}|(?= (?:with|avec|each|chacune?s?)\b| ?[,.;:?!]|$))`,
);

/** "What does a NAT gateway cost in Ireland for 3 of them?": a number that comes later than what it counts. */
export function countLater(textAfter: string): Amount | null {
  const [, digits = '', scale] = forSoMany.exec(textAfter) ?? [];
  if (digits === '' || isArticle(digits, scale)) return null;
  return { value: readNumber(digits, scale), isEach: false, isArticle: false };
}

/** "-3 NAT gateways": whatever is meant, it is no number of things. */
export function hasNegative(text: string): boolean {
  return /(?<![\w.,)\]-])[-\u2212]\d/.test(text);
}
