/** Folded, as the texts are that these stand in. */
const units: Record<string, number> = {
  ...{ one: 1, two: 2, both: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
  ...{ eleven: 11, twelve: 12, thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17 },
  ...{ eighteen: 18, nineteen: 19, half: 0.5 },
  ...{ un: 1, une: 1, deux: 2, trois: 3, quatre: 4, cinq: 5, sept: 7, huit: 8, neuf: 9, dix: 10 },
  ...{ onze: 11, douze: 12, treize: 13, quatorze: 14, quinze: 15, seize: 16 },
  ...{ 'dix-sept': 17, 'dix-huit': 18, 'dix-neuf': 19 },
};
const tens: Record<string, number> = {
  ...{ twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 },
  ...{ vingt: 20, trente: 30, quarante: 40, cinquante: 50, soixante: 60 },
  ...{ 'quatre-vingt': 80, 'quatre-vingts': 80 },
};
/** What a number is multiplied by; a dozen and the like among them, so that "two dozen" is read like "two million". */
const scales: Record<string, number> = {
  ...{ k: 1e3, thousand: 1e3, mille: 1e3, m: 1e6, million: 1e6, millions: 1e6 },
  ...{ billion: 1e9, billions: 1e9, milliard: 1e9, milliards: 1e9 },
  ...{ pair: 2, pairs: 2, couple: 2, dozen: 12, dozens: 12 },
  ...{ paire: 2, paires: 2, dizaine: 10, dizaines: 10, douzaine: 12, douzaines: 12, 'demi-douzaine': 6 },
  ...{ quinzaine: 15, vingtaine: 20, trentaine: 30, quarantaine: 40, cinquantaine: 50 },
  ...{ centaine: 100, centaines: 100, millier: 1e3, milliers: 1e3 },
};

/** Longest first, since the first that fits counts. */
const anyOf = (words: Record<string, number>) =>
  `(?:${Object.keys(words)
    .sort((a, b) => b.length - a.length)
    .join('|')})`;

const digits = String.raw`\d{1,3}(?:[ \u00a0\u202f.,]\d{3}){1,4}(?:[.,]\d{1,2})?(?![\d.,]?\d)|\d{1,15}(?:[.,]\d{1,6})?`;
const belowHundred = `(?:${anyOf(tens)}(?:[ -](?:et[ -])?${anyOf(units)})?|${anyOf(units)})`;
const spelled = `(?:(?:(?:${belowHundred}|a) )?(?:hundred|cents?)(?: (?:and )?${belowHundred})?|${belowHundred}|an?)`;
const scale = String.raw`(?:[ \u00a0]?(?:a )?(${anyOf(scales)})\b)?`;

/** A number as digits or in words, and what it is multiplied by: two groups. */
export const NUMBER = String.raw`(?<![\w.,-])(${digits}|${spelled}\b)${scale}`;

/** `1,500`, `1 500` and `1.500` are thousands, `1,5` and `1.5` are fractions. */
export function readNumber(text: string, scaledBy: string | undefined): number {
  const value = /^\d/.test(text) ? Number(readDigits(text)) : readSpelled(text);
  return value * (scaledBy === undefined ? 1 : (scales[scaledBy] ?? 1));
}

/** An article says one, and says little. */
export function isArticle(text: string, scaledBy: string | undefined): boolean {
  return scaledBy === undefined && /^(?:an?|une?)$/.test(text);
}

function readDigits(text: string): string {
  const [, groups, fraction = ''] =
    /^([1-9]\d{0,2}(?:[ \u00a0\u202f.,]\d{3})+)(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return groups === undefined ? text.replace(',', '.') : `${groups.replace(/\D/g, '')}.${fraction}0`;
}

function readSpelled(text: string): number {
  const [hundreds, many = '', rest = ''] =
    /^(?:(.+) )?(?:hundred|cents?)(?: (?:and )?(.+))?$/.exec(text) ?? [];
  if (hundreds === undefined) return readBelowHundred(text);
  return 100 * readBelowHundred(many || 'a') + (rest === '' ? 0 : readBelowHundred(rest));
}

function readBelowHundred(text: string): number {
  const known = units[text] ?? tens[text];
  if (known !== undefined) return known;
  const [, ten = '', unit = ''] =
    /^(.+?)[ -](?:et[ -])?(.+)$/.exec(text.replace('quatre-vingt', 'eighty')) ?? [];
  return (tens[ten] ?? 0) + (units[unit] ?? 1);
}
