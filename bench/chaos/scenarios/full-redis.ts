import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../../test/support/eventually.js';
import { atMost, finding } from '../oracle/finding.js';
import { keptOnce } from '../oracle/kept-once.js';
import { takenAtOnce } from '../oracle/taken-at-once.js';
import type { Scenario, Stage } from '../scenario.js';
import { readiness } from '../site/readiness.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { allWriting, askAll, endsAfter, settle } from '../users/load.js';

const FULL_MS = 8_000;

async function play<S extends Site>(
  { site, patienceMs }: Stage<S>,
  chats: Chat[],
  meanwhile: () => Promise<void>,
) {
  await site.model({ repeat: 4, firstTokenMs: 100, tokenMs: 30 });
  const early = chats.slice(0, chats.length / 2);
  const late = chats.slice(chats.length / 2);
  await askAll(early);
  await allWriting(early);
  await site.redis.command('CONFIG', 'SET', 'maxmemory', 1);
  const emptyAt = performance.now() + FULL_MS;
  const posts = askAll(late);
  posts.catch(() => undefined);
  await meanwhile();
  await sleep(Math.max(0, emptyAt - performance.now()));
  await site.redis.command('CONFIG', 'SET', 'maxmemory', 0);
  const backAt = performance.now();
  const accepted = await posts;
  await settle(chats, patienceMs);
  return [
    ...(await site.judge(chats)),
    ...takenAtOnce(accepted),
    atMost('everything is answered', endsAfter(backAt, chats), 1, 60_000),
  ];
}

export const fullRedis: Scenario = {
  name: 'full-redis',
  title: 'Redis is out of memory under noeviction for 8 s: it reads, but writes nothing',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(60, 20));
    const all = (status: number) => async () => (await readiness(stage.site)).every((one) => one === status);
    let degraded = false;
    const findings = await play(stage, chats, async () => {
      degraded = await eventually('readiness says so', all(503), FULL_MS).catch(() => false);
    });
    const recovered = await eventually('readiness is back', all(200), 20_000).catch(() => false);
    return [
      ...findings,
      await keptOnce(stage.site, chats.slice(0, chats.length / 2)),
      finding('readiness of every process said so', String(degraded), degraded),
      finding('and came back by itself', String(recovered), recovered),
    ];
  },
  control: {
    play: async (stage) => play(stage, await stage.open(stage.size(60, 20)), async () => undefined),
    breaks: ['every post meanwhile'],
  },
};
