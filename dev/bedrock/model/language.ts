export type Language = 'en' | 'fr';

const english =
  'the of and to is are how what which when why can could would should do does with for in on my our we it that this be from about much many and tell me an a hello hi thanks thank you please'.split(
    ' ',
  );
const french =
  "le la les un une des du de et est sont comment quel quelle quels quelles quand pourquoi combien peut peuvent faut doit avec pour dans sur mon notre nos nous il elle ce cette ces au aux qui que quoi en par vers bonjour merci salut s'il vous plaît ça ou où est-ce l d qu c n".split(
    ' ',
  );
const accents = /[àâçéèêëîïôûùœ]/giu;

/** Told from its function words and accents; null when there are too few to tell, as in "And in Ireland?" they are not. */
export function detectLanguage(text: string): Language | null {
  const words = text.toLowerCase().match(/[\p{L}]+/gu) ?? [];
  const count = (list: string[]) => words.filter((word) => list.includes(word)).length;
  const score = count(french) + (text.match(accents)?.length ?? 0) - count(english);
  if (score === 0) return null;
  return score > 0 ? 'fr' : 'en';
}
