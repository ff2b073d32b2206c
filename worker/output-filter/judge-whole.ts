import type { Finding } from '../../core/moderation/finding.js';
import { together } from '../../core/moderation/moderation.js';
import { type AnswerRules, watchesOf } from './answer-text.js';

/** Judges what goes out beside an answer's text and is whole already: quotes, and what tools were asked and said. */
export function judgeWhole(rules: AnswerRules, canary: string | null, text: string): Finding | null {
  const watch = together(watchesOf(rules, canary));
  watch.push(text);
  watch.end();
  return watch.finding;
}

/** The same for every text and every name in a JSON value. */
export function mayBeShown(rules: AnswerRules, canary: string | null, value: unknown): boolean {
  if (typeof value === 'string') return judgeWhole(rules, canary, value) === null;
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([name, item]) => mayBeShown(rules, canary, name) && mayBeShown(rules, canary, item),
  );
}
