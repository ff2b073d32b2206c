import { randomUUID } from 'node:crypto';
import type { SessionEvent } from '../../../core/contracts/events.js';
import type { HistoryPage, PostMessageAnswer } from '../../../core/contracts/http.js';
import type { WireSession } from '../../../core/contracts/shapes.js';
import { eventually } from '../../../test/support/eventually.js';
import type { Chat, Posted } from './chat.js';
import { createEnds } from './ends.js';
import { keepReading } from './keep-reading.js';
import { createReading, type Reading } from './reading.js';
import { TRY_MS, untilTaken } from './until-taken.js';

const POST_LIMIT_MS = 180_000;

/** One post, tried once. */
export interface Probe {
  text: string;
  /** 0 when there was no answer. */
  status: number;
  retryAfter: string | null;
  tookMs: number;
}

export interface AsideChat extends Chat {
  reading: Reading;
  /** For requests that are made by hand. */
  authorization: string;
  turnIdOf(posted: Posted): string;
  /** Any request about this session, by its user, to the server of this index or to either. */
  request(method: string, path: string, init?: RequestInit & { server?: number }): Promise<Response>;
  /** Posts once, and says what came of it. */
  tryPost(text: string): Promise<Probe>;
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
  const refusals: number[] = [];
  const turnIds = new Map<Posted, string>();
  const turnIdOf = (one: Posted) => turnIds.get(one) ?? '';
  const ends = createEnds((one) => reading.answerTo(turnIdOf(one)));
  const reading = createReading(cursor, () => ends.tell());
  const stream = keepReading(
    async (signal) => {
      const headers = { accept: 'text/event-stream', 'last-event-id': reading.cursor };
      const answer = await call(`/${id}/events`, { headers, signal });
      if (!answer.ok) refusals.push(answer.status);
      const forTheMoment = answer.ok || answer.status >= 500 || answer.status === 429;
      if (!forTheMoment) reading.wrongs.push(`the stream was refused with ${answer.status}`);
      return answer;
    },
    ({ data }) => reading.hear(JSON.parse(data) as SessionEvent),
  );

  const keep = (one: Posted, told: unknown): Posted => {
    turnIds.set(one, (told as PostMessageAnswer).turn.id);
    posted.push(one);
    return one;
  };
  return {
    ...stream,
    id,
    post: async (text, limitMs = POST_LIMIT_MS) => {
      const headers = { 'idempotency-key': randomUUID() };
      const body = JSON.stringify({ content: text });
      const taken = await untilTaken(
        text,
        limitMs,
        (signal) => call(`/${id}/messages`, { method: 'POST', headers, body, signal }),
        (status) => refusals.push(status),
      );
      return keep(taken.posted, taken.body);
    },
    tryPost: async (text) => {
      const headers = { 'idempotency-key': randomUUID() };
      const body = JSON.stringify({ content: text });
      const sentAt = performance.now();
      const answer = await call(`/${id}/messages`, { method: 'POST', headers, body }).catch(() => null);
      const acceptedAt = performance.now();
      const tookMs = acceptedAt - sentAt;
      const told = await answer?.json().catch(() => null);
      if (answer?.status === 202) keep({ text, tookMs, tries: 1, acceptedAt }, told);
      const retryAfter = answer?.headers.get('retry-after') ?? null;
      return { text, status: answer?.status ?? 0, retryAfter, tookMs };
    },
    answerOf: (one) => reading.answerTo(turnIdOf(one)),
    ended: ends.ended,
    posted,
    refusals,
    reading,
    authorization,
    wrongs: reading.wrongs,
    get snapshots() {
      return reading.snapshots;
    },
    turnIdOf,
    request: (method, path, init = {}) => call(`/${id}${path}`, { ...init, method }),
    stranger: async (sessionId) => {
      const answer = await call(`/${sessionId}/events?wait=0`, { headers: { accept: 'application/json' } });
      await answer.body?.cancel();
      return answer.status;
    },
  };
}
