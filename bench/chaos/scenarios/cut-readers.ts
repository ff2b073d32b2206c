import { setTimeout as sleep } from 'node:timers/promises';
import { finding } from '../oracle/finding.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { AsideChat } from '../users/aside-chat.js';
import type { Chat } from '../users/chat.js';
import { askAll, newQuestion, settle } from '../users/load.js';

const CUTS = 20;
const ANSWER_MS = 14_000;

async function play<S extends Site>({ site, random, patienceMs }: Stage<S>, chats: Chat[]) {
  await site.model({ lengthTokens: ANSWER_MS / 25, firstTokenMs: 100, tokenMs: 25 });
  const cuts = chats.map(async (chat) => {
    for (let cut = 0; cut < CUTS; cut++) {
      await sleep((random.next() * 2 * ANSWER_MS) / CUTS);
      chat.cut();
    }
  });
  // Some are cut before their first event.
  for (const chat of chats) if (random.next() < 0.2) chat.cut();
  await askAll(chats);
  await Promise.all(cuts);
  await settle(chats, patienceMs);
  return site.judge(chats);
}

/** Cursors that a client should not have, and what it gets. */
async function oddCursors([chat, other]: AsideChat[]) {
  if (!chat || !other) throw new Error('two chats are needed');
  await other.ended(await other.post(newQuestion()), 20_000);
  const [generation, number] = chat.reading.cursor.split('-');
  const ask = async (path: string, after: string) => {
    const answer = await chat.request('GET', `${path}?wait=0&after=${encodeURIComponent(after)}`, {
      headers: { accept: 'application/json' },
    });
    const body = answer.status === 200 ? ((await answer.json()) as { events: { type: string }[] }) : null;
    return { status: answer.status, first: body?.events[0]?.type ?? null };
  };
  const own = '/events';
  const cases = {
    'before the first event': [await ask(own, `${generation}-0`), 200, null],
    stale: [await ask(own, '1000000000000000-5'), 200, 'snapshot'],
    future: [await ask(own, `${generation}-${Number(number) + 1_000}`), 200, 'snapshot'],
    'of another session': [await ask(own, other.reading.cursor), 200, 'snapshot'],
    malformed: [await ask(own, 'not-a-cursor'), 400, null],
  } as const;
  const findings = Object.entries(cases).map(([what, [got, status, first]]) =>
    finding(
      `a cursor that is ${what}: ${status}${first ? ` and a ${first}` : ''}`,
      `${got.status}${got.first ? ` and ${got.first}` : ''}`,
      got.status === status && (first === null || got.first === first),
    ),
  );
  const stranger = await other.stranger(chat.id);
  return [...findings, finding('the events of another’s session: 404', stranger, stranger === 404)];
}

export const cutReaders: Scenario = {
  name: 'cut-readers',
  title: '200 readers are cut 20 times at random within one answer; odd cursors',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(200, 20));
    return [...(await play(stage, chats)), ...(await oddCursors(chats))];
  },
  control: async (stage) => play(stage, await stage.open(stage.size(200, 20))),
};
