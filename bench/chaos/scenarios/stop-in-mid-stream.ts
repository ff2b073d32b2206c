import { atMost, type Finding, finding, none } from '../oracle/finding.js';
import type { Stage } from '../scenario.js';
import type { AsideSite } from '../site/site.js';
import { allWriting, askAll, settle } from '../users/load.js';
import { statesOf, stop, untilModelIsLeft } from '../users/stop.js';

/** In mid-stream, one after another: what is measured is a stop, not a hundred at once. A second stop changes nothing. */
export async function inMidStream({ site, open, size, patienceMs }: Stage<AsideSite>): Promise<Finding[]> {
  await site.model({ repeat: 30, firstTokenMs: 50, tokenMs: 70 });
  const chats = await open(size(100, 15));
  await askAll(chats);
  await allWriting(chats);
  const leftMs: number[] = [];
  for (const chat of chats) leftMs.push(await untilModelIsLeft(site, chat));
  await settle(chats, patienceMs);
  const again = await Promise.all(chats.map((chat) => stop(chat, chat.posted[0])));
  const states = statesOf(chats, 0);
  const kept = chats.filter((chat) => chat.posted.every((one) => chat.answerOf(one).text !== ''));
  return [
    atMost('the model’s socket is closed', leftMs, 0.99, 1_000),
    finding(
      'stopped with what was written',
      `${kept.length} of ${chats.length}`,
      kept.length === chats.length && states.every((state) => state === 'stopped'),
    ),
    none('second stop that was answered otherwise than 409', again.filter((status) => status !== 409).length),
    ...(await site.judge(chats)),
  ];
}
