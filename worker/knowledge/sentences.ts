const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** A full stop after these ends no sentence; nor does one after a single letter, as in `N. Virginia`. */
const ABBREVIATION =
  /(?:^|[\s(«"'’])(?:e\.g|i\.e|vs|cf|approx|incl|no|fig|p\. ?ex|c\.-à-d|env|max|min|\p{Lu})\.\s*$/iu;

/** The sentences of one paragraph, each with the blanks that follow it: joined they are the paragraph again. */
export function splitSentences(paragraph: string): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const { segment } of segmenter.segment(paragraph)) {
    open += segment;
    if (ABBREVIATION.test(open.slice(-12))) continue;
    sentences.push(open);
    open = '';
  }
  if (open !== '') sentences.push(open);
  return sentences;
}
