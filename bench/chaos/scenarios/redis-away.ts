import { setTimeout as sleep } from 'node:timers/promises';
import { type Outage, outages } from '../faults/redis-outages.js';
import { atMost } from '../oracle/finding.js';
import { textIsLost } from '../oracle/judge-bare.js';
import { keptOnce } from '../oracle/kept-once.js';
import { noneDeaf } from '../oracle/none-deaf.js';
import { takenAtOnce } from '../oracle/taken-at-once.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { allWriting, askAll, newQuestion, settle } from '../users/load.js';

async function play<S extends Site>(outage: Outage, { site, random, patienceMs }: Stage<S>, chats: Chat[]) {
  await site.model({ repeat: 4, firstTokenMs: 100, tokenMs: 20 });
  const early = chats.slice(0, chats.length / 2);
  const late = chats.slice(chats.length / 2);
  await askAll(early);
  await allWriting(early);
  const endsAt = performance.now() + outage.seconds * 1_000;
  await outage.begin(site.redis);
  const begunAt = performance.now();
  const posts = late.map(async (chat) => {
    await sleep(random.next() * outage.seconds * 800);
    return await chat.post(newQuestion());
  });
  for (const post of posts) post.catch(() => undefined);
  await sleep(endsAt - performance.now());
  await outage.end(site.redis);
  const backAt = outage.returnsAtOnce ? begunAt : performance.now();
  const accepted = await Promise.all(posts);
  await settle(chats, patienceMs);
  const startsMs = late.map((chat, index) => {
    const posted = accepted[index];
    const beganAt = posted ? chat.answerOf(posted).beganAt : null;
    if (!posted || beganAt === null) return Number.POSITIVE_INFINITY;
    return Math.max(0, beganAt - Math.max(backAt, posted.acceptedAt));
  });
  return [
    ...(await site.judge(chats, { mayReplace: outage.forgets })),
    ...takenAtOnce(accepted),
    atMost('queued turns run after the return', startsMs, 1, 5_000),
  ];
}

export const redisAway: Scenario[] = outages.map((outage) => ({
  name: outage.name,
  title: outage.title,
  quick: outage.quick,
  play: async (stage) => {
    const chats = await stage.open(stage.size(80, 20));
    return [
      ...(await play(outage, stage, chats)),
      await keptOnce(stage.site, chats.slice(0, chats.length / 2)),
      ...(await noneDeaf(stage)),
    ];
  },
  control: {
    play: async (stage) => play(outage, stage, await stage.open(stage.size(80, 20))),
    breaks: [...textIsLost, 'every post meanwhile', 'POST to 202 meanwhile', 'messages are taken'],
  },
}));
