import { setTimeout as sleep } from 'node:timers/promises';
import { type Finding, finding, none } from '../oracle/finding.js';
import type { Stage } from '../scenario.js';
import type { AsideSite } from '../site/site.js';
import { askAll, settle } from '../users/load.js';
import { statesOf, stop } from '../users/stop.js';

/** Two stops by both servers, at some moment about the end. */
export async function racingTheEnd({
  site,
  open,
  size,
  random,
  patienceMs,
  note,
}: Stage<AsideSite>): Promise<Finding[]> {
  await site.model({ repeat: 2, firstTokenMs: 50, tokenMs: 10 });
  const chats = await open(size(80, 30));
  const statuses = await Promise.all(
    chats.map(async (chat) => {
      await askAll([chat]);
      await sleep(100 + random.next() * 900);
      return Promise.all([stop(chat, chat.posted[0], 0), stop(chat, chat.posted[0], 1)]);
    }),
  );
  await settle(chats, patienceMs);
  const states = statesOf(chats, 0);
  const count = (state: string) => states.filter((one) => one === state).length;
  note(`of the stops that raced the end ${count('stopped')} were first, ${count('complete')} came too late`);
  return [
    none(
      'stop that was answered otherwise than 202 or 409',
      statuses.flat().filter((status) => status !== 202 && status !== 409).length,
    ),
    none('racing turn without one outcome', states.length - count('stopped') - count('complete')),
    finding(
      'both outcomes of the race were seen',
      `${count('stopped')}, ${count('complete')}`,
      count('stopped') > 0 && count('complete') > 0,
    ),
    ...(await site.judge(chats)),
  ];
}
