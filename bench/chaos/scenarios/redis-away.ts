import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, type Finding, finding } from '../oracle/finding.js';
import { textIsLost } from '../oracle/judge-bare.js';
import { takenAtOnce } from '../oracle/taken-at-once.js';
import type { Scenario, Stage } from '../scenario.js';
import { readiness } from '../site/readiness.js';
import type { AsideSite, Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { allWriting, askAll, newQuestion, settle } from '../users/load.js';
import { type Outage, outages } from './redis-outages.js';

async function play<S extends Site>(outage: Outage, { site, random, patienceMs }: Stage<S>, chats: Chat[]) {
  await site.model({ repeat: 4, firstTokenMs: 100, tokenMs: 30 });
  const early = chats.slice(0, chats.length / 2);
  const late = chats.slice(chats.length / 2);
  await askAll(early);
  await allWriting(early);
  const endsAt = performance.now() + outage.seconds * 1_000;
  await outage.begin(site.redis);
  const posts = late.map(async (chat) => {
    await sleep(random.next() * outage.seconds * 800);
    return await chat.post(newQuestion());
  });
  for (const post of posts) post.catch(() => undefined);
  await sleep(endsAt - performance.now());
  await outage.end(site.redis);
  const backAt = performance.now();
  const accepted = await Promise.all(posts);
  await settle(chats, patienceMs);
  const startsMs = late.map((chat, index) => {
    const posted = accepted[index];
    const beganAt = posted ? chat.answerOf(posted).beganAt : null;
    return beganAt === null ? Number.POSITIVE_INFINITY : Math.max(0, beganAt - backAt);
  });
  return [
    ...(await site.judge(chats, { mayReplace: outage.forgets })),
    ...takenAtOnce(accepted),
    atMost('queued turns run after the return', startsMs, 1, 5_000),
  ];
}

/** Answers that were being written are recorded and not asked for again. */
async function keptOnce({ site }: Stage<AsideSite>, early: readonly Chat[]): Promise<Finding> {
  const questions = new Set(early.flatMap(({ posted }) => posted.map(({ text }) => text)));
  const calls = (await site.standIn('calls')).filter(({ question }) => questions.has(question)).length;
  return finding(
    'calls of the model for answers that were being written',
    `${calls} for ${early.length}`,
    calls === early.length,
  );
}

/** Every worker answers, and says that it is ready: its loop goes round. */
async function noneDeaf({ site, patienceMs, open }: Stage<AsideSite>): Promise<Finding[]> {
  const marks = site.workers.map((worker) => worker.mark());
  const chats = await open(site.workers.length * 10);
  await askAll(chats);
  await settle(chats, patienceMs);
  const ended = site.workers.map(
    (worker, index) =>
      worker.linesSince(marks[index] ?? 0).filter((line) => line.includes('"turn ended"')).length,
  );
  const ready = await readiness(site);
  return [
    ...(await site.judge(chats)).filter(({ holds }) => !holds),
    finding(
      'turns that each worker answers after it',
      ended.join(', '),
      ended.every((count) => count > 0),
    ),
    finding(
      'every process is ready',
      ready.join(' '),
      ready.every((status) => status === 200),
    ),
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
      await keptOnce(stage, chats.slice(0, chats.length / 2)),
      ...(await noneDeaf(stage)),
    ];
  },
  control: {
    play: async (stage) => play(outage, stage, await stage.open(stage.size(80, 20))),
    breaks: [...textIsLost, 'every post meanwhile', 'POST to 202 meanwhile', 'messages are taken'],
  },
}));
