import { randomUUID } from 'node:crypto';
import { eventually } from '../../../test/support/eventually.js';
import type { Chat, Posted, Seen } from './chat.js';
import { createEnds } from './ends.js';
import { keepReading } from './keep-reading.js';
import { untilTaken } from './until-taken.js';

const POST_LIMIT_MS = 30_000;

/**
 * A client of the bare stack, which is as faithful as that lets it be: it posts again what was not taken, and opens
 * its stream again when that ends. There is nothing to resume from.
 */
export async function openBareChat(origins: readonly string[], first = 0): Promise<Chat> {
  const id = randomUUID();
  let turnOf = first;
  const call = (path: string, init: RequestInit) =>
    fetch(`${origins[turnOf++ % origins.length]}/sessions/${id}${path}`, init);
  const posted: Posted[] = [];
  const refusals: number[] = [];
  const wrongs: string[] = [];
  const seen = new Map<Posted, Seen>();
  let text = '';
  let beganAt: number | null = null;
  let open = false;

  // Answers carry no name: what comes is taken for the answer to the oldest question that has none.
  const oldestOpen = () => posted.find((one) => !seen.has(one));
  const answerOf = (one: Posted): Seen => {
    const ended = seen.get(one);
    if (ended) return ended;
    const state = text === '' ? 'nothing' : 'writing';
    if (one === oldestOpen()) return { state, text, beganAt, endedAt: null };
    return { state: 'nothing', text: '', beganAt: null, endedAt: null };
  };
  const ends = createEnds(answerOf);
  const end = (state: Seen['state']) => {
    const oldest = oldestOpen();
    if (!oldest) return void wrongs.push(`session ${id}: an answer to nothing`);
    seen.set(oldest, { state, text, beganAt, endedAt: performance.now() });
    text = '';
    beganAt = null;
    ends.tell();
  };
  const hear = (type: string | undefined, data: { offset: number; text: string }) => {
    if (type === 'done') return end('complete');
    if (type === 'failed') return end('failed');
    if (type !== 'token') return;
    if (data.offset !== text.length) wrongs.push(`session ${id}: text at ${data.offset}, not ${text.length}`);
    beganAt ??= performance.now();
    text += data.text;
  };
  const stream = keepReading(
    async (signal) => {
      const answer = await call('/events', { signal });
      open = answer.ok;
      return answer;
    },
    ({ event, data }) => hear(event, JSON.parse(data)),
  );
  await eventually('the stream is open', () => open);

  return {
    ...stream,
    id,
    post: async (content, limitMs = POST_LIMIT_MS) => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ content });
      const taken = await untilTaken(
        content,
        limitMs,
        (signal) => call('/messages', { method: 'POST', headers, body, signal }),
        (status) => refusals.push(status),
      );
      posted.push(taken.posted);
      return taken.posted;
    },
    answerOf,
    ended: ends.ended,
    posted,
    refusals,
    wrongs,
    snapshots: 0,
  };
}
