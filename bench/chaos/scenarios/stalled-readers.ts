import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../report/statistics.js';
import { finding } from '../oracle/finding.js';
import { growthMb } from '../oracle/growth.js';
import type { Scenario, Stage } from '../scenario.js';
import type { AsideSite, Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { newQuestion, settle, talk } from '../users/load.js';
import { stall, stallAll } from '../users/stalled.js';

const GROWTH_MB = 250;
/** Longer than a reader without progress is borne with. */
const STALLED_MS = 60_000;
/** Sessions of much text, and answers in each: more than the buffers of two sockets hold, which is some megabytes. */
const LOUD = 4;
const FLOODS = 2;
const MUCH = {
  answer: 'Much more than a socket holds. '.repeat(400),
  repeat: 400,
  tokenChars: 4_096,
  tokenMs: 3,
  beyondMaxTokens: true,
};

async function flood(site: Site, loud: readonly Chat[], patienceMs: number): Promise<void> {
  await site.standIn('alsoScript', { ...MUCH, match: 'Much' });
  for (let round = 0; round < FLOODS; round++)
    await Promise.all(loud.map((chat) => chat.post(`Much of it: ${newQuestion()}`)));
  await settle(loud, patienceMs);
}

export const stalledReaders: Scenario = {
  name: 'stalled-readers',
  title: '200 readers take nothing of sessions in which 10 MB are written, for 60 s, beside 200 that read',
  quick: false,
  play: async ({ site, size, open, random, patienceMs, note }: Stage<AsideSite>) => {
    await site.model({ repeat: 2, firstTokenMs: 50, tokenMs: 20 });
    const [readers, loud] = [await open(size(200, 40)), await open(LOUD)];
    const p99 = async () => {
      for (const { reading } of readers) reading.delaysMs.length = 0;
      await talk(readers, { messages: 2, spreadMs: 10_000, random, patienceMs });
      return percentile(
        readers.flatMap(({ reading }) => reading.delaysMs),
        0.99,
      );
    };
    const before = await p99();
    const stalled = await stallAll(size(200, 40), loud, (id) =>
      stall(site.origins[0] ?? '', `/api/v1/admin/chat/sessions/${id}/events`, {
        accept: 'text/event-stream',
        authorization: loud.find((chat) => chat.id === id)?.authorization ?? '',
      }),
    );
    let beside = 0;
    const grownMb = await growthMb(site, async () => {
      await flood(site, loud, patienceMs);
      const fullAt = performance.now();
      beside = await p99();
      await sleep(Math.max(0, fullAt + STALLED_MS - performance.now()));
    });
    // A socket that was closed says so only to who reads on; one that was not goes on with the stream.
    for (const socket of stalled) socket.resume();
    await sleep(3_000);
    const closed = stalled.filter((socket) => socket.destroyed || socket.readableEnded).length;
    for (const socket of stalled) socket.destroy();
    note(
      `p99 of the delay of those that read: ${Math.round(before)} ms before, ${Math.round(beside)} ms beside`,
    );
    return [
      finding(`the server grows by less than ${GROWTH_MB} MB`, `${grownMb} MB`, grownMb < GROWTH_MB),
      finding(
        'stalled readers that were closed',
        `${closed} of ${stalled.length}`,
        closed === stalled.length,
      ),
      finding(
        'p99 of the delay of the others < 2 ×',
        `${(beside / before).toFixed(2)} ×`,
        beside < 2 * before,
      ),
      ...(await site.judge([...readers, ...loud])),
    ];
  },
  control: {
    breaks: ['the server grows'],
    alone: true,
    play: async ({ site, open, patienceMs }) => {
      await site.model({ repeat: 2 });
      const loud = await open(LOUD);
      const origin = `http://127.0.0.1:${site.servers[0]?.ready().port}`;
      const stalled = await stallAll(200, loud, (id) => stall(origin, `/sessions/${id}/events`, {}));
      const grownMb = await growthMb(site, () => flood(site, loud, patienceMs));
      for (const socket of stalled) socket.destroy();
      return [finding(`the server grows by less than ${GROWTH_MB} MB`, `${grownMb} MB`, grownMb < GROWTH_MB)];
    },
  },
};
