import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, type Finding, finding } from '../oracle/finding.js';
import { takenAtOnce } from '../oracle/taken-at-once.js';
import type { Scenario, Stage } from '../scenario.js';
import type { AsideSite, Site } from '../site/site.js';
import type { RedisStore } from '../site/stores.js';
import type { Chat } from '../users/chat.js';
import { allWriting, askAll, newQuestion, settle } from '../users/load.js';

/** One way for Redis to be away, and to come back. */
interface Outage {
  name: string;
  title: string;
  quick: boolean;
  seconds: number;
  begin(redis: RedisStore): Promise<unknown>;
  end(redis: RedisStore): Promise<unknown>;
}

const proxied = (seconds: number, quick: boolean): Outage => ({
  name: `redis-away-${seconds}s`,
  title: `Redis cannot be reached for ${seconds} s while answers are written and users go on asking`,
  quick,
  seconds,
  begin: async ({ link }) => link.cut(),
  end: async ({ link }) => link.heal(),
});

const outages: Outage[] = [
  proxied(1, true),
  proxied(7, false),
  proxied(30, false),
  {
    name: 'redis-killed',
    title: 'Redis is killed and started again 5 s later from what it had saved',
    quick: false,
    seconds: 5,
    begin: (redis) => redis.kill(),
    end: (redis) => redis.start(),
  },
  {
    name: 'redis-half-open',
    title: 'every connection to Redis is swallowed without being closed; new ones pass',
    quick: false,
    seconds: 10,
    begin: async ({ link }) => link.halfOpen(),
    end: async () => undefined,
  },
  {
    name: 'redis-paused',
    title: 'Redis answers nobody for 10 s (CLIENT PAUSE)',
    quick: false,
    seconds: 10,
    begin: (redis) => redis.command('CLIENT', 'PAUSE', 10_000, 'ALL'),
    end: async () => undefined,
  },
];

async function play<S extends Site>(outage: Outage, { site, patienceMs }: Stage<S>, chats: Chat[]) {
  await site.model({ repeat: 4, firstTokenMs: 100, tokenMs: 30 });
  const early = chats.slice(0, chats.length / 2);
  const late = chats.slice(chats.length / 2);
  await askAll(early);
  await allWriting(early);
  const endsAt = performance.now() + outage.seconds * 1_000;
  await outage.begin(site.redis);
  const posts = late.map(async (chat) => {
    await sleep(Math.random() * outage.seconds * 800);
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
    ...(await site.judge(chats)),
    ...takenAtOnce(accepted),
    atMost('queued turns run after the return', startsMs, 1, 5_000),
  ];
}

/** By the health of each worker, which is whether its loop goes round, and by a turn that each has to answer. */
async function noneDeaf({ site, patienceMs, open }: Stage<AsideSite>): Promise<Finding[]> {
  const chats = await open(site.workers.length * 5);
  await askAll(chats);
  await settle(chats, patienceMs);
  const answered = chats.filter((chat) =>
    chat.posted.every((one) => chat.answerOf(one).state === 'complete'),
  );
  const ready = await Promise.all(
    site.workers.map((worker) => statusOf(`${worker.ready().health_port}/readyz`)),
  );
  return [
    finding('every question after it is answered', answered.length, answered.length === chats.length),
    finding(
      'every worker is ready',
      ready.join(' '),
      ready.every((status) => status === 200),
    ),
  ];
}

async function statusOf(address: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${address}`).catch(() => null);
  await answer?.body?.cancel();
  return answer?.status ?? 0;
}

export const redisAway: Scenario[] = outages.map((outage) => ({
  name: outage.name,
  title: outage.title,
  quick: outage.quick,
  play: async (stage) => [
    ...(await play(outage, stage, await stage.open(stage.size(80, 20)))),
    ...(await noneDeaf(stage)),
  ],
  control: async (stage) => play(outage, stage, await stage.open(stage.size(80, 20))),
}));
