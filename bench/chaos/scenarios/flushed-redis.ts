import { atMost, finding } from '../oracle/finding.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { allWriting, askAll, endsAfter, settle } from '../users/load.js';

/** Some answers are being written and as many questions wait, when Redis is emptied. */
async function play<S extends Site>({ site, patienceMs }: Stage<S>, writing: Chat[], waiting: Chat[]) {
  await site.model({ repeat: 8, firstTokenMs: 100, tokenMs: 30 });
  await askAll(writing);
  await allWriting(writing);
  await askAll(waiting);
  await site.redis.command('FLUSHALL');
  const flushedAt = performance.now();
  const chats = [...new Set([...writing, ...waiting])];
  await settle(chats, patienceMs);
  return [
    ...(await site.judge(chats, { mayReplace: true })),
    atMost('everything is answered', endsAfter(flushedAt, chats), 1, 60_000),
  ];
}

export const flushedRedis: Scenario = {
  name: 'flushed-redis',
  title: 'FLUSHALL while answers are written and questions wait',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(60, 15));
    const findings = await play(stage, chats, chats);
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
  control: {
    // In the bare stack a question waits only for a place: so all places are taken first.
    play: async (stage) => play(stage, await stage.open(200), await stage.open(20)),
    breaks: ['no answer that its reader did not see end'],
  },
};
