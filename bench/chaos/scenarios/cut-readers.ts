import { setTimeout as sleep } from 'node:timers/promises';
import { textIsLost } from '../oracle/judge-bare.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { askAll, settle } from '../users/load.js';
import { oddCursors } from './odd-cursors.js';

const CUTS = 20;
const ANSWER_MS = 14_000;

async function play<S extends Site>({ site, random, patienceMs }: Stage<S>, chats: Chat[]) {
  await site.model({ lengthTokens: ANSWER_MS / 70, firstTokenMs: 100, tokenMs: 70 });
  const cuts = chats.map(async (chat) => {
    for (let cut = 0; cut < CUTS; cut++) {
      await sleep((random.next() * 2 * ANSWER_MS) / CUTS);
      chat.cut();
    }
  });
  // Some are cut before their first event.
  for (const chat of chats) if (random.next() < 0.2) chat.cut();
  await askAll(chats);
  await Promise.all(cuts);
  await settle(chats, patienceMs);
  return site.judge(chats);
}

export const cutReaders: Scenario = {
  name: 'cut-readers',
  title: '200 readers are cut 20 times at random within one answer; odd cursors',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(200, 20));
    return [...(await play(stage, chats)), ...(await oddCursors(chats))];
  },
  control: { play: async (stage) => play(stage, await stage.open(stage.size(200, 20))), breaks: textIsLost },
};
