import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import { eventually } from '../../../test/support/eventually.js';
import { type Chat, type Posted, type Seen, Unserved } from './chat.js';
import { createEnds } from './ends.js';
import { createPausing } from './pausing.js';

const TRY_MS = 10_000;
const RECONNECT_MS = 300;

/**
 * A client of the bare stack, which is as faithful as that lets it be: it posts again what was not taken, and opens
 * its stream again when that ends. There is nothing to resume from.
 */
export async function openBareChat(origins: readonly string[], first = 0): Promise<Chat> {
  const id = randomUUID();
  let turnOf = first;
  const nextOrigin = () => origins[turnOf++ % origins.length] ?? '';
  const posted: Posted[] = [];
  const wrongs: string[] = [];
  const resumesMs: number[] = [];
  const seen = new Map<Posted, Seen>();
  let text = '';
  let beganAt: number | null = null;
  let brokenAt: number | null = null;
  let closed = false;
  let open = false;
  const pausing = createPausing();
  let connection = new AbortController();

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
    if (brokenAt !== null) resumesMs.push(performance.now() - brokenAt);
    brokenAt = null;
    if (type === 'done') return end('complete');
    if (type === 'failed') return end('failed');
    if (type !== 'token') return;
    if (data.offset !== text.length) wrongs.push(`session ${id}: text at ${data.offset}, not ${text.length}`);
    beganAt ??= performance.now();
    text += data.text;
  };
  const readOnce = async () => {
    const parser = createParser({ onEvent: ({ event, data }) => hear(event, JSON.parse(data)) });
    const { signal } = connection;
    const answer = await fetch(`${nextOrigin()}/sessions/${id}/events`, { signal });
    open = answer.ok;
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      await pausing.untilResumed();
      parser.feed(decoder.decode(chunk, { stream: true }));
    }
  };
  const readOn = async () => {
    while (!closed) {
      await pausing.untilResumed();
      connection = new AbortController();
      await readOnce().catch(() => undefined);
      if (closed) return;
      brokenAt ??= performance.now();
      await pause(Math.random() * RECONNECT_MS);
    }
  };
  void readOn();
  await eventually('the stream is open', () => open);

  const post = async (content: string, limitMs = 30_000): Promise<Posted> => {
    const deadline = performance.now() + limitMs;
    for (let tries = 1; performance.now() < deadline; tries++) {
      const sentAt = performance.now();
      const answer = await fetch(`${nextOrigin()}/sessions/${id}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ content }),
        signal: AbortSignal.timeout(TRY_MS),
      }).catch(() => null);
      await answer?.body?.cancel();
      const now = performance.now();
      if (answer?.status === 202) {
        const one: Posted = { text: content, tookMs: now - sentAt, tries, acceptedAt: now };
        posted.push(one);
        return one;
      }
      await pause(Math.min(1_000, 100 * tries));
    }
    throw new Unserved(`no server took a message within ${limitMs} ms`);
  };
  return {
    id,
    post,
    answerOf,
    ended: ends.ended,
    posted,
    wrongs,
    resumesMs,
    cut: () => connection.abort(),
    pause: pausing.pause,
    resume: pausing.resume,
    close: () => {
      closed = true;
      pausing.resume();
      connection.abort();
    },
  };
}
