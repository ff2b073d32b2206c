import { setTimeout as sleep } from 'node:timers/promises';
import { finding, percentile } from '../oracle/finding.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { askAll, newQuestion, settle } from '../users/load.js';

const HIS_MESSAGES = 500;
const HIS_SESSIONS = 50;
/** Less than this is the noise of the machine. */
const LEAST_MS = 100;

async function waits(chats: readonly Chat[], patienceMs: number): Promise<number> {
  const posted = await askAll(chats);
  await settle(chats, patienceMs);
  const waited = chats.map((chat, index) => {
    const one = posted[index];
    const beganAt = one ? chat.answerOf(one).beganAt : null;
    return one && beganAt !== null ? beganAt - one.acceptedAt : Number.POSITIVE_INFINITY;
  });
  return percentile(waited, 0.5);
}

async function play<S extends Site>({ site, patienceMs, note }: Stage<S>, others: Chat[], his: Chat[]) {
  await site.model({ lengthTokens: 20, firstTokenMs: 100, tokenMs: 10 });
  const without = await waits(others, patienceMs);
  const each = HIS_MESSAGES / HIS_SESSIONS;
  await Promise.all(
    his.map(async (chat) => {
      for (let message = 0; message < each; message++) await chat.post(newQuestion());
    }),
  );
  await sleep(500);
  const beside = await waits(others, patienceMs);
  const left = his.flatMap((chat) => chat.posted.filter((one) => chat.answerOf(one).endedAt === null)).length;
  note(`${left} of his ${HIS_MESSAGES} were still waiting when the others had their answers`);
  await settle(his, patienceMs);
  const ratio = beside / Math.max(without, LEAST_MS);
  return [
    finding('he still waits when the others are served', left, left > 0),
    finding(
      'the others wait ≤ 2 × as long as without him',
      `${ratio.toFixed(2)} × (${Math.round(without)} ms, ${Math.round(beside)} ms)`,
      ratio <= 2,
    ),
    ...(await site.judge([...others, ...his])),
  ];
}

export const fairShare: Scenario = {
  name: 'fair-share',
  title: 'one user posts 500 messages, then 20 others post one each',
  quick: false,
  play: async (stage) => {
    const others = await stage.open(20);
    return play(stage, others, await stage.open(HIS_SESSIONS, { user: 'the-busy-one' }));
  },
  control: async (stage) => play(stage, await stage.open(20), await stage.open(HIS_SESSIONS)),
};
