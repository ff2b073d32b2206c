import { setTimeout as sleep } from 'node:timers/promises';
import { httpLimits } from '../../../core/http-server.js';
import { atRest, judgeRest, type Rest } from '../oracle/rest.js';
import type { Scenario, Stage } from '../scenario.js';
import type { AsideSite } from '../site/site.js';
import { settle, talk, until } from '../users/load.js';

/** Longer than an idle connection to Postgres is kept (30 s), and one of a client, of which the site has none before. */
const QUIET_MS = { before: 35_000, after: httpLimits.keepAliveMs + 5_000 };

/** The same load, quietness after it, and what is held then. */
async function afterLoad({ site, open, size, random, patienceMs }: Stage<AsideSite>, quietMs: number) {
  await site.model({ repeat: 2, firstTokenMs: 20, tokenMs: 5 });
  const chats = await open(size(60, 20));
  const talking = talk(chats, { messages: size(5, 3), spreadMs: 500, random, patienceMs });
  await until(talking, 50, async () => random.pick(chats).cut());
  await settle(chats, patienceMs);
  const findings = await site.judge(chats);
  for (const chat of chats) chat.close();
  await site.standIn('closeIdle');
  await sleep(quietMs);
  return { findings, rest: await atRest(site) };
}

/** What a fresh site holds; kept for the comparison after everything that was done to it. */
const beginnings = new WeakMap<AsideSite, Rest>();
const noFault = 'it is no fault';

export const freshAtRest: Scenario = {
  name: 'at-rest-before',
  title: 'memory, handles, keys and connections of a fresh site after load and cut readers',
  quick: false,
  play: async (stage) => {
    const { findings, rest } = await afterLoad(stage, QUIET_MS.before);
    beginnings.set(stage.site, rest);
    const memory = `${rest.heapMb.join(', ')} MB in heaps, ${rest.buffersMb.join(', ')} MB in buffers`;
    stage.note(`${memory}; ${rest.connections} connections to Postgres`);
    return findings;
  },
  control: noFault,
};

export const backAtRest: Scenario = {
  name: 'at-rest-after',
  title: 'the same after the faults so far, through which most processes have lived',
  quick: false,
  play: async (stage) => {
    const { findings, rest: after } = await afterLoad(stage, QUIET_MS.after);
    const before = beginnings.get(stage.site);
    if (!before) throw new Error(`${freshAtRest.name} has to be played before it`);
    return [...findings, ...judgeRest(before, after)];
  },
  control: noFault,
};
