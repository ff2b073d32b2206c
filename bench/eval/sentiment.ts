import type { Language, Sentiment } from '../../core/domain/message.js';
import { findSentiment } from '../../worker/intent/sentiment/sentiment.js';
import { readCorpus } from './corpus.js';
import { type Figure, share } from './figure.js';

interface Line {
  text: string;
  language: Language;
  label: Sentiment['label'];
  /** The other line with the same one says the opposite. */
  pair: string | null;
}

export function evaluateSentiment(): Figure[] {
  const lines = readCorpus<Line>('sentiment').map((line) => ({ ...line, found: findSentiment(line.text) }));
  const right = (line: (typeof lines)[number]) => line.found.label === line.label;
  const pairs = lines.filter(({ pair }) => pair !== null);
  return [
    { what: 'sentiment: accuracy', value: share(lines, right), least: 0.85, of: lines.length },
    ...(['en', 'fr'] as const).map((language) => {
      const some = lines.filter((line) => line.language === language);
      return {
        what: `sentiment: of those in ${language}`,
        value: share(some, right),
        least: null,
        of: some.length,
      };
    }),
    {
      what: 'sentiment: of pairs that differ by a negation',
      value: share(pairs, right),
      // All of them are wanted; one is not.
      least: 0.95,
      of: pairs.length,
    },
  ];
}
