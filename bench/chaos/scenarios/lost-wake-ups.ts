import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, finding } from '../oracle/finding.js';
import { textIsLost } from '../oracle/judge-bare.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { allWriting, askAll, settle } from '../users/load.js';

const DROPPED_MS = 5_000;
const KILL_EVERY_MS = 20;

async function play<S extends Site>({ site, patienceMs }: Stage<S>, chats: Chat[]) {
  await site.model({ repeat: 12, firstTokenMs: 100, tokenMs: 30 });
  await askAll(chats);
  await allWriting(chats);
  const endsAt = performance.now() + DROPPED_MS;
  let killed = 0;
  while (performance.now() < endsAt) {
    killed += Number(await site.redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub'));
    await sleep(KILL_EVERY_MS);
  }
  await settle(chats, patienceMs);
  return [finding('subscriptions were ended', killed, killed > 0), ...(await site.judge(chats))];
}

export const lostWakeUps: Scenario = {
  name: 'lost-wake-ups',
  title: 'CLIENT KILL TYPE pubsub again and again for 5 s in mid-stream: wake-ups are lost',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(80, 20));
    const findings = await play(stage, chats);
    const delays = chats.flatMap(({ reading }) => reading.delaysMs);
    return [...findings, atMost('from the worker to the reader', delays, 1, 1_500)];
  },
  control: { play: async (stage) => play(stage, await stage.open(stage.size(80, 20))), breaks: textIsLost },
};
