import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import type { SessionEvent } from '../../../core/contracts/events.js';
import type { HistoryPage, PostMessageAnswer } from '../../../core/contracts/http.js';
import type { WireSession } from '../../../core/contracts/shapes.js';
import { eventually } from '../../../test/support/eventually.js';
import { type Chat, type Posted, Unserved } from './chat.js';
import { createEnds } from './ends.js';
import { createPausing } from './pausing.js';
import { createReading, type Reading } from './reading.js';

/** A try that is not answered for this long is given up and repeated. */
const TRY_MS = 10_000;
const POST_LIMIT_MS = 180_000;
/** Between two tries to connect, at random up to this. */
const RECONNECT_MS = 300;

export interface AsideChat extends Chat {
  reading: Reading;
  /** For requests that are made by hand. */
  authorization: string;
  turnIdOf(posted: Posted): string;
  /** Any request about this session, by its user, to the server of this index or to either. */
  request(method: string, path: string, init?: RequestInit & { server?: number }): Promise<Response>;
  /** The status with which this user is answered who asks for the events of a session. */
  stranger(sessionId: string): Promise<number>;
}

/**
 * A client that follows docs/protocol.md and nothing else, and writes down whatever the protocol rules out. `origins`
 * are tried in turn, beginning with number `first`.
 */
export async function openAsideChat(
  origins: readonly string[],
  token: string,
  first = 0,
): Promise<AsideChat> {
  let turnOf = first;
  const authorization = `Bearer ${token}`;
  const call = (path: string, { server, ...init }: RequestInit & { server?: number } = {}) =>
    fetch(`${origins[(server ?? turnOf++) % origins.length]}/api/v1/admin/chat/sessions${path}`, {
      ...init,
      headers: { authorization, 'content-type': 'application/json', ...init.headers },
    });
  const untilOk = <T extends object>(what: string, path: string, init: RequestInit = {}): Promise<T> =>
    eventually(what, async () => {
      const answer = await call(path, { ...init, signal: AbortSignal.timeout(TRY_MS) }).catch(() => null);
      return answer?.ok ? ((await answer.json()) as T) : null;
    }) as Promise<T>;

  const { id } = await untilOk<WireSession>('a session is made', '', { method: 'POST', body: '{}' });
  const { cursor } = await untilOk<HistoryPage>('its history is read', `/${id}/history`);

  const posted: Posted[] = [];
  const turnIds = new Map<Posted, string>();
  const turnIdOf = (one: Posted) => turnIds.get(one) ?? '';
  const ends = createEnds((one) => reading.answerTo(turnIdOf(one)));
  const reading = createReading(cursor, () => ends.tell());
  const resumesMs: number[] = [];
  let brokenAt: number | null = null;
  let closed = false;
  const pausing = createPausing();
  let connection = new AbortController();

  const hear = (event: SessionEvent) => {
    if (brokenAt !== null) resumesMs.push(performance.now() - brokenAt);
    brokenAt = null;
    reading.hear(event);
  };
  const readOnce = async () => {
    const parser = createParser({ onEvent: ({ data }) => hear(JSON.parse(data) as SessionEvent) });
    const answer = await call(`/${id}/events`, {
      headers: { accept: 'text/event-stream', 'last-event-id': reading.cursor },
      signal: connection.signal,
    });
    if (!answer.ok || !answer.body) {
      const forTheMoment = answer.status >= 500 || answer.status === 429;
      if (!forTheMoment) reading.wrongs.push(`the stream was refused with ${answer.status}`);
      await answer.body?.cancel();
      return;
    }
    const decoder = new TextDecoder();
    for await (const chunk of answer.body) {
      await pausing.untilResumed();
      parser.feed(decoder.decode(chunk, { stream: true }));
    }
  };
  const readOn = async () => {
    while (!closed) {
      await pausing.untilResumed();
      connection = new AbortController();
      // Cut, refused or reset: all one to a reader, who comes back.
      await readOnce().catch(() => undefined);
      if (closed) return;
      brokenAt ??= performance.now();
      await pause(Math.random() * RECONNECT_MS);
    }
  };
  void readOn();

  const post = async (text: string, limitMs = POST_LIMIT_MS): Promise<Posted> => {
    const key = randomUUID();
    const deadline = performance.now() + limitMs;
    for (let tries = 1; performance.now() < deadline; tries++) {
      const sentAt = performance.now();
      const answer = await call(`/${id}/messages`, {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: JSON.stringify({ content: text }),
        signal: AbortSignal.timeout(TRY_MS),
      }).catch(() => null);
      const now = performance.now();
      if (answer?.status === 202) {
        const { turn } = (await answer.json()) as PostMessageAnswer;
        const one: Posted = { text, tookMs: now - sentAt, tries, acceptedAt: now };
        turnIds.set(one, turn.id);
        posted.push(one);
        return one;
      }
      if (answer && answer.status < 500 && answer.status !== 429)
        throw new Error(`a post was refused: ${answer.status} ${await answer.text()}`);
      await answer?.body?.cancel();
      await pause(Math.min(1_000, 100 * tries));
    }
    throw new Unserved(`no server took a message within ${limitMs} ms`);
  };
  return {
    id,
    post,
    answerOf: (one) => reading.answerTo(turnIdOf(one)),
    ended: ends.ended,
    posted,
    reading,
    authorization,
    wrongs: reading.wrongs,
    resumesMs,
    turnIdOf,
    request: (method, path, init = {}) => call(`/${id}${path}`, { ...init, method }),
    stranger: async (sessionId) => {
      const answer = await call(`/${sessionId}/events?wait=0`, { headers: { accept: 'application/json' } });
      await answer.body?.cancel();
      return answer.status;
    },
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
