import type { AsideSite } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { type Finding, finding } from './finding.js';

/** Answers that were being written are recorded and not asked for again. */
export async function keptOnce(site: AsideSite, chats: readonly Chat[]): Promise<Finding> {
  const questions = new Set(chats.flatMap(({ posted }) => posted.map(({ text }) => text)));
  const calls = (await site.standIn('calls')).filter(({ question }) => questions.has(question)).length;
  return finding(
    'calls of the model for answers that were being written',
    `${calls} for ${questions.size}`,
    calls === questions.size,
  );
}
