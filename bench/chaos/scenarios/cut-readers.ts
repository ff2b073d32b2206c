import { setTimeout as sleep } from 'node:timers/promises';
import { type Finding, finding } from '../oracle/finding.js';
import { textIsLost } from '../oracle/judge-bare.js';
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
async function oddCursors([chat, other]: AsideChat[]): Promise<Finding[]> {
  if (!chat || !other) throw new Error('two chats are needed');
  await other.ended(await other.post(newQuestion()), 20_000);
  const [generation, number] = chat.reading.cursor.split('-');
  const told = async (after: string) => {
    const answer = await chat.request('GET', `/events?wait=0&after=${encodeURIComponent(after)}`, {
      headers: { accept: 'application/json' },
    });
    if (answer.status !== 200) return `${answer.status}`;
    const { events } = (await answer.json()) as { events: { id: string; type: string }[] };
    const ids = events.map(({ id }) => Number(id.split('-')[1]));
    if (events[0]?.type === 'snapshot') return 'a snapshot';
    return ids.every((id, index) => id === index + 1) ? `events 1 to ${ids.at(-1)}` : `events ${ids.join()}`;
  };
  const cases: [what: string, after: string, wanted: string][] = [
    ['before the first event', `${generation}-0`, `events 1 to ${Math.min(Number(number), 500)}`],
    ['stale', '1000000000000000-5', 'a snapshot'],
    ['of the future', `${generation}-${Number(number) + 1_000}`, 'a snapshot'],
    // A cursor names no session: of another one it is of another log, and leads to a snapshot of one's own.
    ['of another session', other.reading.cursor, 'a snapshot'],
    ['malformed', 'not-a-cursor', '400'],
  ];
  const findings: Finding[] = [];
  for (const [what, after, wanted] of cases) {
    const got = await told(after);
    findings.push(finding(`a cursor that is ${what}: ${wanted}`, got, got === wanted));
  }
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
  control: { play: async (stage) => play(stage, await stage.open(stage.size(200, 20))), breaks: textIsLost },
};
