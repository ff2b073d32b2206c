import { type Finding, none } from '../oracle/finding.js';
import type { Stage } from '../scenario.js';
import type { AsideSite } from '../site/site.js';
import { askAll, settle } from '../users/load.js';
import { statesOf, stop } from '../users/stop.js';

/** A question that waits behind another is stopped before its start. */
export async function beforeTheStart({ site, open, size, patienceMs }: Stage<AsideSite>): Promise<Finding[]> {
  await site.model({ repeat: 12, firstTokenMs: 50, tokenMs: 20 });
  const chats = await open(size(40, 10));
  await askAll(chats);
  await askAll(chats);
  await Promise.all(chats.map((chat) => stop(chat, chat.posted[1])));
  await settle(chats, patienceMs);
  const calls = await site.standIn('calls');
  const stopped = chats.flatMap(({ posted }) => posted[1]?.text ?? []);
  return [
    none(
      'waiting question that was not stopped',
      statesOf(chats, 1).filter((state) => state !== 'stopped').length,
    ),
    none(
      'question before it that was not answered',
      statesOf(chats, 0).filter((state) => state !== 'complete').length,
    ),
    none(
      'call of the model for a question that was stopped before its start',
      calls.filter(({ question }) => stopped.includes(question)).length,
    ),
    ...(await site.judge(chats)),
  ];
}
