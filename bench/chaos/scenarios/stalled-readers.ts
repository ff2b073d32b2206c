import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, finding, percentile } from '../oracle/finding.js';
import type { Scenario, Stage } from '../scenario.js';
import type { AsideSite, Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { newQuestion, settle, talk } from '../users/load.js';

const GROWTH_MB = 250;
const FLOODS = 3;
/** What a reader that takes nothing must be sent before the server has anything unsent: the socket's own buffers. */
const STALLED_ANSWER = {
  answer: 'Much more than a socket holds. '.repeat(400),
  repeat: 400,
  tokenChars: 4_096,
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

export const stalledReaders: Scenario = {
  name: 'stalled-readers',
  title: '200 readers take nothing for 60 s of sessions in which megabytes are written, beside 200 that read',
  quick: false,
  play: async (stage: Stage<AsideSite>) => {
    const { site, size, open, random, patienceMs, note } = stage;
    const readers = await open(size(200, 20));
    await site.model({ repeat: 2, firstTokenMs: 50, tokenMs: 20 });
    const delaysOf = (chats: typeof readers) => chats.flatMap(({ reading }) => reading.delaysMs.splice(0));
    await talk(readers, { messages: 2, spreadMs: 2_000, random, patienceMs });
    const before = percentile(delaysOf(readers), 0.99);

    // Ten sessions of much text, each watched by many who take none of it.
    const loud = await open(10);
    const idle = await rssOf(site);
    const stalled = await Promise.all(
      Array.from({ length: size(200, 20) }, (_, index) => {
        const chat = loud[index % loud.length];
        if (!chat) throw new Error('no session');
        return stall(site.origins[0] ?? '', `/api/v1/admin/chat/sessions/${chat.id}/events`, {
          accept: 'text/event-stream',
          authorization: chat.authorization,
        });
      }),
    );
    await site.standIn('alsoScript', { ...STALLED_ANSWER, match: 'Much', tokenMs: 3 });
    // More than the buffers of two sockets hold, which is some megabytes.
    for (let flood = 0; flood < FLOODS; flood++)
      await Promise.all(loud.map((chat) => chat.post(`Much of it: ${newQuestion()}`)));
    let peak = 0;
    const endsAt = performance.now() + size(60_000, 40_000);
    const reading = talk(readers, { messages: size(4, 2), spreadMs: 10_000, random, patienceMs });
    while (performance.now() < endsAt) {
      peak = Math.max(peak, await rssOf(site));
      await sleep(500);
    }
    await reading;
    const after = percentile(delaysOf(readers), 0.99);
    const closed = stalled.filter((socket) => socket.destroyed || socket.readableEnded).length;
    // A socket that was closed says so only to who reads on.
    for (const socket of stalled) socket.resume();
    await sleep(1_000);
    const gone = stalled.filter((socket) => socket.destroyed || socket.readableEnded).length;
    for (const socket of stalled) socket.destroy();
    await settle([...readers, ...loud], patienceMs);
    const grownMb = Math.round((peak - idle) / 2 ** 20);
    note(
      `closed while asleep: ${closed}; p99 of the good ones ${Math.round(before)} ms before, ${Math.round(after)} ms meanwhile`,
    );
    return [
      finding(`the server grows by less than ${GROWTH_MB} MB`, `${grownMb} MB`, grownMb < GROWTH_MB),
      finding('stalled readers that were closed', `${gone} of ${stalled.length}`, gone === stalled.length),
      finding(
        'p99 of the delay of the good ones < 2 ×',
        `${(after / before).toFixed(2)} ×`,
        after < 2 * Math.max(before, 20),
      ),
      ...(await site.judge([...readers, ...loud])),
    ];
  },
  control: async ({ site, open, size }) => {
    const loud: Chat[] = await open(10);
    const idle = await rssOf(site);
    const port = site.servers[0]?.ready().port;
    const stalled = await Promise.all(
      Array.from({ length: size(200, 200) }, (_, index) =>
        stall(`http://127.0.0.1:${port}`, `/sessions/${loud[index % loud.length]?.id}/events`, {}),
      ),
    );
    await site.model({ ...STALLED_ANSWER, tokenMs: 3 });
    for (let flood = 0; flood < FLOODS; flood++)
      await Promise.all(loud.map((chat) => chat.post(`Much of it: ${newQuestion()}`)));
    let peak = 0;
    for (let second = 0; second < 40; second++) {
      peak = Math.max(peak, await rssOf(site));
      await sleep(1_000);
    }
    for (const socket of stalled) socket.destroy();
    const grownMb = Math.round((peak - idle) / 2 ** 20);
    return [finding(`the server grows by less than ${GROWTH_MB} MB`, `${grownMb} MB`, grownMb < GROWTH_MB)];
  },
};

/** Kept from being the whole of a scenario: a slow reader of one long answer gets every byte. */
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
