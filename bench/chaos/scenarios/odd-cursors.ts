import { type Finding, finding } from '../oracle/finding.js';
import type { AsideChat } from '../users/aside-chat.js';
import { newQuestion } from '../users/load.js';

/** Cursors that a client should not have, and what it gets. */
export async function oddCursors([chat, other]: AsideChat[]): Promise<Finding[]> {
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
    ['of another session', other.reading.cursor, '404'],
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
