import { titleFrom } from '../../../client/core/title-from.js';
import { openingOf } from './condense.js';
import { phrases } from './phrases.js';
import type { Prompt } from './prompt.js';
import { fold } from './stem.js';

const asksForRecap =
  /^(?:summarise this conversation|what are the next steps|resumez cette conversation|quelles sont les prochaines etapes)\b/;

/** The conversation itself is asked about, in the words of a quick action: a point for each question that was answered. */
export function answerRecap({ question, history }: Prompt): string | null {
  if (!asksForRecap.test(fold(question))) return null;
  const said = phrases[/^(?:resumez|quelles)/.test(fold(question)) ? 'fr' : 'en'];
  const points = history.flatMap(({ role, text }, index) => {
    const answer = history[index + 1];
    if (role !== 'user' || answer?.role !== 'assistant' || asksForRecap.test(fold(text))) return [];
    return [`- **${titleFrom(text)}**: ${openingOf(answer.text)}`];
  });
  return points.length === 0 ? said.nothingSaid : `${said.recap}\n\n${points.join('\n')}`;
}
