import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../../report/statistics.js';
import { atMost, finding } from '../oracle/finding.js';
import type { Scenario, Stage } from '../scenario.js';
import type { AsideSite, Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { newQuestion, settle, talk } from '../users/load.js';

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

/** Opens a stream and reads nothing of it; the socket's buffers fill, and then the server's. */
function stall(address: string, path: string, headers: Record<string, string>): Promise<Socket> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('error', reject);
    socket.once('connect', () => {
      const lines = Object.entries({ host: hostname, ...headers }).map(
        ([name, value]) => `${name}: ${value}`,
      );
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.pause();
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

async function rssOf(site: Site): Promise<number> {
  return (await site.servers[0]?.rssBytes()) ?? 0;
}

/** Opens so many that read nothing, of the sessions in turn, on the first server. */
function stallAll(count: number, chats: readonly { id: string }[], open: (id: string) => Promise<Socket>) {
  return Promise.all(
    Array.from({ length: count }, (_, index) => open(chats[index % chats.length]?.id ?? '')),
  );
}

/** The most memory that the first server has while `work` goes on, beside what it had before. */
async function growthMb(site: Site, work: () => Promise<void>): Promise<number> {
  const before = await rssOf(site);
  let peak = before;
  const looking = setInterval(async () => {
    peak = Math.max(peak, await rssOf(site));
  }, 200);
  await work().finally(() => clearInterval(looking));
  return Math.round((peak - before) / 2 ** 20);
}

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

export const slowReader: Scenario = {
  name: 'slow-reader',
  title: 'a reader that takes an answer of 5 MB in short breaths',
  quick: false,
  play: async ({ site, open, patienceMs }) => {
    await site.model({ answer: 'Every byte. '.repeat(437_000), tokenChars: 4_096, tokenMs: 1 });
    const chats = await open(3);
    const posts = await Promise.all(chats.map((chat, index) => chat.post(`All of it, ${index}?`)));
    let over = false;
    const breathing = (async () => {
      while (!over) {
        for (const chat of chats) chat.pause();
        await sleep(700);
        for (const chat of chats) chat.resume();
        await sleep(60);
      }
    })();
    for (const [index, chat] of chats.entries()) {
      const posted = posts[index];
      if (posted) await chat.ended(posted, patienceMs);
    }
    over = true;
    await breathing;
    return [
      ...(await site.judge(chats)),
      atMost(
        'read',
        chats.map((chat) =>
          chat.posted[0]
            ? (chat.answerOf(chat.posted[0]).endedAt ?? Number.POSITIVE_INFINITY) - chat.posted[0].acceptedAt
            : Number.POSITIVE_INFINITY,
        ),
        1,
        90_000,
      ),
    ];
  },
  control: 'the bare stack buffers what its reader does not take: the scenario before shows that',
};
