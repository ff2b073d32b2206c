import { loadIntents } from '../../worker/intent/load-intents.js';
import { createUnderstanding, type Understand } from '../../worker/intent/understand.js';
import { loadTemplates } from '../../worker/prompt/load-templates.js';
import { readCorpus } from './corpus.js';
import { type Figure, share } from './figure.js';

interface Line {
  text: string;
  language: 'en' | 'fr' | 'mixed';
  intent: string;
  kind: string;
}

/** A short message, and what the question before it wanted. */
interface FollowUp {
  previous: string;
  text: string;
  intent: string;
}

export interface IntentReport {
  figures: Figure[];
  /** How often what stands first was taken for what stands second, the most frequent first. */
  confusions: [wanted: string, taken: string, times: number][];
}

export function shippedUnderstanding(): Understand {
  return createUnderstanding(loadIntents(), Object.keys(loadTemplates().answers));
}

export function evaluateIntents(understand: Understand): IntentReport {
  const lines = readCorpus<Line>('intents').map((line) => ({ ...line, found: understand(line.text).intent }));
  const right = (line: (typeof lines)[number]) => line.found.name === line.intent;
  const figure = (what: string, some: typeof lines, least: number | null = null): Figure => ({
    what,
    value: share(some, right),
    least,
    of: some.length,
  });
  const confusions = new Map<string, number>();
  for (const line of lines.filter((one) => !right(one))) {
    const key = `${line.intent} ${line.found.name}`;
    confusions.set(key, (confusions.get(key) ?? 0) + 1);
  }
  const followUps = readCorpus<FollowUp>('follow-ups').map((line) => {
    const found = understand(line.text, { previousIntents: [line.previous] }).intent;
    return { goesOn: line.intent === line.previous, isRight: found.name === line.intent };
  });
  const ofFollowUps = (what: string, some: typeof followUps, least: number): Figure => ({
    what,
    value: share(some, ({ isRight }) => isRight),
    least,
    of: some.length,
  });
  return {
    figures: [
      figure('intents: accuracy', lines, 0.9),
      ...(['en', 'fr', 'mixed'] as const).map((language) =>
        figure(
          `intents: of those in ${language}`,
          lines.filter((line) => line.language === language),
        ),
      ),
      ...(['pattern', 'classifier', 'fallback'] as const).map((method) =>
        figure(
          `intents: of those by ${method}`,
          lines.filter(({ found }) => found.method === method),
        ),
      ),
      ofFollowUps(
        'intents: of what goes on with a question',
        followUps.filter(({ goesOn }) => goesOn),
        0.8,
      ),
      ofFollowUps(
        'intents: of what is short and does not',
        followUps.filter(({ goesOn }) => !goesOn),
        0.9,
      ),
    ],
    confusions: [...confusions]
      .sort(([, a], [, b]) => b - a)
      .map(([key, times]) => {
        const [wanted = '', taken = ''] = key.split(' ');
        return [wanted, taken, times];
      }),
  };
}
