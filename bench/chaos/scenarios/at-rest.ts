import { setTimeout as sleep } from 'node:timers/promises';
import { databaseLimits } from '../../../core/store/data-source.js';
import { atRest, judgeRest, type Rest } from '../oracle/rest.js';
import type { Scenario, Stage } from '../scenario.js';
import type { AsideSite } from '../site/site.js';
import { hangUp } from '../users/hang-up.js';
import { settle, talk, until } from '../users/load.js';

/** Longer than an idle connection to Postgres is kept. */
const QUIET_MS = databaseLimits.idleMs + 5_000;

/** The same load, quietness after it, and what is held then. */
async function afterLoad({ site, open, size, random, patienceMs }: Stage<AsideSite>) {
  await site.model({ repeat: 2, firstTokenMs: 20, tokenMs: 5 });
  const chats = await open(size(60, 20));
  const talking = talk(chats, { messages: size(5, 3), spreadMs: 500, random, patienceMs });
  await until(talking, 50, async () => random.pick(chats).cut());
  await settle(chats, patienceMs);
  const findings = await site.judge(chats);
  for (const chat of chats) chat.close();
  await Promise.all([site.standIn('closeIdle'), hangUp()]);
  await sleep(QUIET_MS);
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
    const { findings, rest } = await afterLoad(stage);
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
    const { findings, rest: after } = await afterLoad(stage);
    const before = beginnings.get(stage.site);
    if (!before) throw new Error(`${freshAtRest.name} has to be played before it`);
    return [...findings, ...judgeRest(before, after)];
  },
  control: noFault,
};
