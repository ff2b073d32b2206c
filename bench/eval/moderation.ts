import type { Side } from '../../core/moderation/finding.js';
import { loadModeration } from '../../core/moderation/load-moderation.js';
import { readCorpus } from './corpus.js';
import { type Figure, share } from './figure.js';

interface Line {
  text: string;
  language: 'en' | 'fr';
  side: Side;
  label: 'allow' | 'block';
  category: string | null;
}

/** What is let through is told by recall; a question that is refused for nothing costs more, so precision comes first. */
export function evaluateModeration(): Figure[] {
  const { judge } = loadModeration();
  const lines = readCorpus<Line>('moderation').map((line) => ({
    ...line,
    found: judge(line.text, line.side),
  }));
  const wrong = lines.filter(({ label }) => label === 'block');
  const blocked = lines.filter(({ found }) => found !== null);
  const caught = (some: typeof lines) => share(some, ({ found }) => found !== null);
  return [
    {
      what: 'moderation: precision',
      value: share(blocked, ({ label }) => label === 'block'),
      least: 0.95,
      of: blocked.length,
    },
    { what: 'moderation: recall', value: caught(wrong), least: 0.75, of: wrong.length },
    ...[...new Set(wrong.map(({ category }) => category))].sort().map((category) => {
      const some = wrong.filter((line) => line.category === category);
      return { what: `moderation: recall of ${category}`, value: caught(some), least: null, of: some.length };
    }),
    {
      what: 'moderation: of what is caught, in its category',
      value: share(
        blocked.filter(({ label }) => label === 'block'),
        ({ found, category }) => found?.category === category,
      ),
      least: null,
      of: wrong.length,
    },
  ];
}
