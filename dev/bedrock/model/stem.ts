/** Longest first. Enough of English and French to bring "migrate", "migrating" and "migration" together; no more. */
const suffixes = [
  'issements issement isations isation izations ization ations ation ements ement ments ment ities ites ings ying ants ents',
  'ives eurs euse ions ates ance ence ally ies ees ing ion ate ant ent ite ity eur ons ait ier ire ive able ible ed er ez es ee ly le al',
  'ir is it s e y',
]
  .join(' ')
  .split(' ');

/** Lower case, without accents: "Coûts" and "couts" are one word. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('’', "'")
    .toLowerCase();
}

/** Takes a folded word. Short words and words with digits stay as they are. */
export function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  let root = cut(word);
  if (root.length > 4 && /(?:[aeiouy]|at|is|iz)$/.test(root))
    root = root.replace(/(?:[aeiouy]|at|is|iz)$/, '');
  return root.replace(/([^aeiou\d])\1$/, '$1');
}

function cut(word: string): string {
  const suffix = suffixes.find((ending) => word.endsWith(ending) && word.length - ending.length >= 3);
  return suffix ? word.slice(0, -suffix.length) : word;
}
