import type { WireEstimate } from '../../../../core/contracts/shapes.js';
import type { Language } from '../language.js';

/** An estimate in words; every figure in it is the tool's own. */
export function composeEstimate(
  { region, lines, total, missing = [], prices }: WireEstimate,
  language: Language,
  isRegionGuessed: boolean,
): string {
  const say = phrases[language];
  const [number, money] = [say.number, (amount: string) => say.money(say.number(amount))];
  const items = lines.map(({ item, quantity, unit, unit_price, per, amount }) => {
    const each = per === 1 ? '' : say.per(number(String(per)));
    return `- ${item}${say.colon} ${number(quantity)} ${unit} × ${money(unit_price)}${each} = ${money(amount)}`;
  });
  const sources = prices.map(({ name, as_of }) => `${name}, ${as_of}`).join('; ');
  return [
    say.lead(money(total), region),
    items.join('\n'),
    ...(missing.length > 0 ? [say.missing(missing.join(', '))] : []),
    `${say.basis(sources)}${isRegionGuessed ? ` ${say.guessed(region)}` : ''}`,
  ].join('\n\n');
}

export function composeRefusedEstimate(language: Language): string {
  return phrases[language].refused;
}

const phrases = {
  en: {
    lead: (total: string, region: string) => `**${total} a month** in ${region}:`,
    basis: (sources: string) =>
      `List prices on demand (${sources}), without free tiers, commitments and taxes.`,
    guessed: (region: string) => `No Region was named, so I took ${region}.`,
    missing: (items: string) => `I know no price for this, so it is not in the total: ${items}.`,
    refused: 'I could not work out the cost: my price list does not have this in that Region.',
    per: (units: string) => ` per ${units}`,
    number: grouped(',', '.'),
    money: (amount: string) => `$${amount}`,
    colon: ':',
  },
  fr: {
    lead: (total: string, region: string) => `**${total} par mois** en ${region}\u00a0:`,
    basis: (sources: string) =>
      `Prix publics à la demande (${sources}), hors offre gratuite, engagements et taxes.`,
    guessed: (region: string) => `Aucune région n’étant nommée, j’ai pris ${region}.`,
    missing: (items: string) =>
      `Je n’en connais pas le prix, ce n’est donc pas dans le total\u00a0: ${items}.`,
    refused: 'Je n’ai pas pu calculer le coût\u00a0: ma liste de prix ne l’a pas dans cette région.',
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
