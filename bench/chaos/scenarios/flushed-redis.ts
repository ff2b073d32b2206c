import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, finding } from '../oracle/finding.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { allWriting, askAll, settle } from '../users/load.js';

async function play<S extends Site>({ site, patienceMs }: Stage<S>, chats: Chat[]) {
  await site.model({ repeat: 8, firstTokenMs: 100, tokenMs: 30 });
  await askAll(chats);
  await allWriting(chats);
  // Some wait in the queue at the moment when it is emptied.
  await askAll(chats);
  await site.redis.command('FLUSHALL');
  const flushedAt = performance.now();
  await sleep(1_000);
  await settle(chats, patienceMs);
  const endsMs = chats.flatMap((chat) =>
    chat.posted.map((one) => (chat.answerOf(one).endedAt ?? Number.POSITIVE_INFINITY) - flushedAt),
  );
  return [...(await site.judge(chats)), atMost('everything is answered', endsMs, 1, 60_000)];
}

export const flushedRedis: Scenario = {
  name: 'flushed-redis',
  title: 'FLUSHALL while answers are written and questions wait',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(60, 15));
    const findings = await play(stage, chats);
    const counts = chats.map(({ reading }) => reading.snapshots);
    return [
      ...findings,
      finding(
        'every open stream got one snapshot',
        `${Math.min(...counts)} to ${Math.max(...counts)}`,
        counts.every((count) => count === 1),
      ),
    ];
  },
  control: async (stage) => play(stage, await stage.open(stage.size(60, 15))),
};
