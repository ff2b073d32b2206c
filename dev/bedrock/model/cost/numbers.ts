/** Folded, as the texts are that these stand in. */
const words: Record<string, number> = {
  ...{
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
  },
  ...{ eleven: 11, twelve: 12, twenty: 20, fifty: 50, hundred: 100, half: 0.5 },
  ...{ un: 1, une: 1, deux: 2, trois: 3, quatre: 4, cinq: 5, sept: 7, huit: 8, neuf: 9, dix: 10 },
  ...{ onze: 11, douze: 12, vingt: 20, cinquante: 50, cent: 100 },
};
const scales: Record<string, number> = {
  ...{ k: 1e3, thousand: 1e3, mille: 1e3, m: 1e6, million: 1e6, millions: 1e6 },
  ...{ billion: 1e9, billions: 1e9, milliard: 1e9, milliards: 1e9 },
};

const digits = String.raw`\d{1,3}(?:[ \u00a0\u202f.,]\d{3}){1,4}(?:[.,]\d{1,2})?(?![\d.,]?\d)|\d{1,15}(?:[.,]\d{1,6})?`;
const scale = String.raw`(?:[ \u00a0]?(${Object.keys(scales).join('|')})\b)?`;

/** A number as digits or a word, and what it is multiplied by: two groups. */
export const NUMBER = String.raw`(?<![\w.,-])(${digits}|(?:${Object.keys(words).join('|')})\b)${scale}`;

/** `1,500`, `1 500` and `1.500` are thousands, `1,5` and `1.5` are fractions. */
export function readNumber(text: string, scaledBy: string | undefined): number {
  const known = words[text];
  const value = known ?? Number(readDigits(text));
  return value * (scaledBy === undefined ? 1 : (scales[scaledBy] ?? 1));
}

function readDigits(text: string): string {
  const [, groups, fraction = ''] =
    /^([1-9]\d{0,2}(?:[ \u00a0\u202f.,]\d{3})+)(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return groups === undefined ? text.replace(',', '.') : `${groups.replace(/\D/g, '')}.${fraction}0`;
}
