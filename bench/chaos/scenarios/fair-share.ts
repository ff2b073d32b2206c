import { setTimeout as sleep } from 'node:timers/promises';
import { finding } from '../oracle/finding.js';
import type { Scenario, Stage } from '../scenario.js';
import { answering } from '../site/model.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { askAll, newQuestion, settle } from '../users/load.js';

const HIS_MESSAGES = 500;

/** The longest that one of them waits for the first word. */
async function longestWait(chats: readonly Chat[], patienceMs: number): Promise<number> {
  const posted = await askAll(chats);
  await settle(chats, patienceMs);
  const waits = chats.map((chat, index) => {
    const one = posted[index];
    const beganAt = one ? chat.answerOf(one).beganAt : null;
    return one && beganAt !== null ? beganAt - one.acceptedAt : Number.POSITIVE_INFINITY;
  });
  return Math.max(...waits);
}

async function play<S extends Site>({ site, patienceMs, note }: Stage<S>, others: Chat[], his: Chat[]) {
  await site.model({ lengthTokens: 20, firstTokenMs: 300, tokenMs: 20 });
  const without = await longestWait(others, patienceMs);
  const each = HIS_MESSAGES / his.length;
  await Promise.all(
    his.map(async (chat) => {
      for (let message = 0; message < each; message++) await chat.post(newQuestion());
    }),
  );
  // Posting is over; what is measured is the line.
  await sleep(500);
  const beside = await longestWait(others, patienceMs);
  const left = his.flatMap((chat) => chat.posted.filter((one) => chat.answerOf(one).endedAt === null)).length;
  note(`${left} of his ${HIS_MESSAGES} were still waiting when the others had their answers`);
  // The rest of the line shows nothing more, and need not take minutes.
  await site.standIn('clearScripts');
  await site.standIn('alsoScript', { ...answering, lengthTokens: 20, firstTokenMs: 20, tokenMs: 1 });
  await settle(his, 2 * patienceMs);
  const ratio = beside / without;
  return [
    finding(
      'the others wait ≤ 2 × as long as without him, at most',
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
  play: async (stage) => play(stage, await stage.open(20), await stage.open(50, { user: 'the-busy-one' })),
  control: {
    // A session for each of his messages: in the bare stack two in one session break each other without any crowd.
    play: async (stage) => play(stage, await stage.open(20), await stage.open(HIS_MESSAGES)),
    breaks: ['the others wait'],
    alone: true,
  },
};
