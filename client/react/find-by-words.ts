/** People type "cout" for "Coût". */
const folded = (text: string) => text.toLocaleLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** Those whose text has each of the words, in any order, accents and capitals aside; all where there are none. */
export function findByWords<T>(items: readonly T[], words: string, textOf: (item: T) => string): T[] {
  const wanted = folded(words).split(/\s+/);
  return items.filter((item) => {
    const text = folded(textOf(item));
    return wanted.every((word) => text.includes(word));
  });
}
