import type { WireEstimate } from '../../../../core/contracts/shapes.js';
import type { Language } from '../language.js';
import type { Part } from './cost-input.js';
import type { Quantity } from './quantities.js';
import { services } from './services.js';
import { unitNames, variantNames } from './unit-names.js';

/** What the reader is told beside the tool's figures. */
export interface Remarks {
  assumed: readonly Part[];
  lacking: readonly Part[];
  loose: readonly Quantity[];
  /** Where the question names no Region. */
  taken: { region: string; from: 'session' | 'usual' } | null;
  /** Regions for which the tool has no price of any of it. */
  withoutPrices: readonly string[];
  /** Regions for which it has some, as far as it said so. */
  known: readonly string[];
  /** Another currency was asked for. */
  isInDollars: boolean;
}

/** Estimates of the same in one Region or several, in words; every figure of money in it is the tool's own. */
export function composeEstimates(
  estimates: readonly WireEstimate[],
  { assumed, lacking, loose, taken, withoutPrices, known, isInDollars }: Remarks,
  language: Language,
): string {
  const say = phrases[language];
  const missing = new Set(estimates.flatMap((estimate) => estimate.missing ?? []));
  const unsaid = [
    ...lacking.map((part) => describe(part, language, nameOfUnit)),
    ...loose.map((quantity) => amountOf({ ...quantity, isEach: false }, language)),
  ];
  return [
    ...estimates.flatMap((estimate) => linesOf(estimate, language)),
    ...(withoutPrices.length > 0 ? [notIn(withoutPrices, known, language)] : []),
    ...(assumed.length > 0 ? [say.assumed(listed(assumed, language))] : []),
    ...(missing.size > 0 ? [say.missing([...missing].join(', '))] : []),
    ...(unsaid.length > 0 ? [say.unsaid(unsaid.join(', '))] : []),
    ...(isInDollars ? [say.inDollars] : []),
    `${say.basis(sourcesOf(estimates, language))}${taken ? ` ${say.taken[taken.from](taken.region)}` : ''}`,
  ].join('\n\n');
}

/** "AWS public pricing pages, 2024-07-01 and 2025-06-30": each source once, with the days of its prices. */
function sourcesOf(estimates: readonly WireEstimate[], language: Language): string {
  const daysOf = new Map<string, Set<string>>();
  for (const { name, as_of } of estimates.flatMap(({ prices }) => prices))
    daysOf.set(name, (daysOf.get(name) ?? new Set()).add(as_of));
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  return [...daysOf].map(([name, days]) => `${name}, ${list.format([...days].sort())}`).join('; ');
}

/** The total, and how it comes about. */
function linesOf({ region, lines, total }: WireEstimate, language: Language): string[] {
  const say = phrases[language];
  const [number, money] = [say.number, (amount: string) => say.money(say.number(amount))];
  const items = lines.map(({ item, quantity, unit, unit_price, per, amount }) => {
    const each = per === 1 ? '' : say.per(number(String(per)));
    return `- ${item}${say.colon} ${number(quantity)} ${unit} × ${money(unit_price)}${each} = ${money(amount)}`;
  });
  return [say.lead(money(total), region), items.join('\n')];
}

/** Where the tool has no price of any of it in any of these Regions. */
export function composeRefusedEstimate(
  regions: readonly string[],
  known: readonly string[],
  language: Language,
): string {
  return `${phrases[language].refused} ${notIn(regions, known, language)}`;
}

function notIn(regions: readonly string[], known: readonly string[], language: Language): string {
  const say = phrases[language];
  const none = say.withoutPrices(regions.join(', '));
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  return known.length > 0 ? `${none} ${say.known(list.format(known))}` : none;
}

/** Asks what a number is meant to change of an estimate. */
export function composeUnclearChange(parts: readonly Part[], language: Language): string {
  return phrases[language].unclear(listed(parts, language));
}

/** Where prices are asked for in another currency. */
export function composeInDollars(language: Language): string {
  return phrases[language].inDollars;
}

/** Where all that has a price was to be taken away. */
export function composeNothingLeft(parts: readonly Part[], language: Language): string {
  return phrases[language].emptied(listed(parts, language));
}

/** What to ask where the tool is not at hand: a few words alone are not always taken for a question about cost. */
export function composeWholeQuestion(parts: readonly Part[], region: string, language: Language): string {
  return phrases[language].whole(listed(parts, language), region);
}

const listed = (parts: readonly Part[], language: Language) =>
  parts.map((part) => describe(part, language, amountOf)).join(', ');

type Told = Pick<Quantity, 'unit' | 'value' | 'isEach'>;

/** "Fargate (1 task, 1 vCPU, 2 GB)". */
function describe(
  { service, type, variant, amounts }: Part,
  language: Language,
  told: (amount: Told, language: Language) => string,
): string {
  const details = Object.entries(amounts).map(([unit, amount]) =>
    told({ ...amount, unit: unit as Told['unit'] }, language),
  );
  const kind = [type, variantNames[variant ?? '']].filter((part) => part != null);
  const all = [...kind, ...details].join(', ');
  const name = services[service]?.name[language] ?? service;
  return all === '' ? name : `${name} (${all})`;
}

function amountOf({ unit, value, isEach }: Told, language: Language): string {
  const isOne = language === 'fr' ? value < 2 : value === 1;
  const amount = `${phrases[language].number(String(value))}\u00a0${unitNames[unit][language][isOne ? 0 : 1]}`;
  return isEach ? `${amount} ${phrases[language].each}` : amount;
}

const nameOfUnit = ({ unit }: Told, language: Language) => unitNames[unit][language][1];

const phrases = {
  en: {
    lead: (total: string, region: string) => `**${total} a month** in ${region}:`,
    basis: (sources: string) =>
      `List prices on demand (${sources}), without free tiers, commitments and taxes.`,
    taken: {
      usual: (region: string) => `No Region was named, so I took ${region}.`,
      session: (region: string) => `I took ${region}, since the session is about it.`,
    },
    assumed: (what: string) => `Assumed: ${what}. Say other figures, and I work it out again.`,
    missing: (items: string) => `I know no price for this, so it is not in the total: ${items}.`,
    withoutPrices: (regions: string) => `My price list has none of it in ${regions}.`,
    known: (regions: string) => `The Regions that it knows are ${regions}.`,
    unsaid: (items: string) =>
      `Too little was said of this for a price, so it is not in the total: ${items}.`,
    unclear: (what: string) =>
      `I am not sure what changes. The estimate so far is of this: ${what}. Say the new figure with what it counts in a month, such as “5 instances” or “1 TB”, or another Region.`,
    emptied: (what: string) =>
      `Without that, nothing with a price would be left. The estimate so far is of this: ${what}.`,
    whole: (what: string, region: string) =>
      `These few words alone are too little to work it out again. Ask the whole, and I will: “What does this cost in ${region}: ${what}?”`,
    inDollars: 'My price list is in US dollars, and I do not convert its figures.',
    each: 'each',
    refused: 'I could not work out the cost.',
    per: (units: string) => ` per ${units}`,
    number: grouped(',', '.'),
    money: (amount: string) => `$${amount}`,
    colon: ':',
  },
  fr: {
    lead: (total: string, region: string) => `**${total} par mois** en ${region}\u00a0:`,
    basis: (sources: string) =>
      `Prix publics à la demande (${sources}), hors offre gratuite, engagements et taxes.`,
    taken: {
      usual: (region: string) => `Aucune région n’étant nommée, j’ai pris ${region}.`,
      session: (region: string) => `J’ai pris ${region}, dont parle la session.`,
    },
    assumed: (what: string) => `Hypothèses\u00a0: ${what}. Donnez d’autres chiffres et je recalcule.`,
    missing: (items: string) =>
      `Je n’en connais pas le prix, ce n’est donc pas dans le total\u00a0: ${items}.`,
    withoutPrices: (regions: string) => `Ma liste de prix n’a rien de tout cela pour ${regions}.`,
    known: (regions: string) => `Les régions qu’elle connaît sont ${regions}.`,
    unsaid: (items: string) =>
      `Trop peu en est dit pour un prix, ce n’est donc pas dans le total\u00a0: ${items}.`,
    unclear: (what: string) =>
      `Je ne vois pas ce qui change. L’estimation porte jusqu’ici sur ceci\u00a0: ${what}. Donnez le nouveau chiffre avec ce qu’il compte par mois, comme «\u00a05 instances\u00a0» ou «\u00a01 To\u00a0», ou une autre région.`,
    emptied: (what: string) =>
      `Sans cela, il ne resterait rien qui ait un prix. L’estimation porte jusqu’ici sur ceci\u00a0: ${what}.`,
    whole: (what: string, region: string) =>
      `Ces quelques mots ne suffisent pas pour recalculer. Posez la question entière et je le ferai\u00a0: «\u00a0Combien coûte ceci en ${region}\u00a0: ${what}\u00a0?\u00a0»`,
    inDollars: 'Ma liste de prix est en dollars américains, et je n’en convertis pas les chiffres.',
    each: 'chacun',
    refused: 'Je n’ai pas pu calculer le coût.',
    per: (units: string) => ` pour ${units}`,
    number: grouped('\u202f', ','),
    money: (amount: string) => `${amount}\u00a0$`,
    colon: '\u00a0:',
  },
};

/** Of a decimal as text, so that no digit of it changes. */
function grouped(separator: string, point: string): (decimal: string) => string {
  return (decimal) => {
    const [whole = '', fraction] = decimal.split('.');
    const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, separator);
    return fraction === undefined ? groups : `${groups}${point}${fraction}`;
  };
}
