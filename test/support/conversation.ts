import { createParser } from 'eventsource-parser';
import type { SessionEvent } from '../../core/contracts/events.js';
import type { PostMessageAnswer } from '../../core/contracts/http.js';
import type { WireMessage, WireSession, WireTurn } from '../../core/contracts/shapes.js';

/** A client of the API that does what the protocol says and no more: for tests that drive whole conversations. */
export interface Conversation {
  session: WireSession;
  ask(content: string, headers?: Record<string, string>): Promise<PostMessageAnswer>;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  history(): Promise<{ data: WireMessage[]; cursor: string }>;
  turn(id: string): Promise<WireTurn>;
  /** Events after `after`, from the session's beginning unless given; ends when `until` answers true. */
  events(
    until: (event: SessionEvent, all: SessionEvent[]) => boolean,
    after?: string,
  ): Promise<SessionEvent[]>;
  /** The cursor before anything was asked. */
  start: string;
}

export async function startConversation(
  origin: string,
  token: string,
  deadlineMs = 60_000,
): Promise<Conversation> {
  const base = `${origin}/api/v1/admin/chat`;
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(deadlineMs),
    });
  const json = async <T>(response: Response, status: number): Promise<T> => {
    const text = await response.text();
    if (response.status !== status) throw new Error(`${response.status} instead of ${status}: ${text}`);
    return JSON.parse(text) as T;
  };
  const session = await json<WireSession>(await call('POST', '/sessions', {}), 201);
  const own = `/sessions/${session.id}`;
  const history = async () =>
    json<{ data: WireMessage[]; cursor: string }>(await call('GET', `${own}/history?limit=100`), 200);
  const { cursor: start } = await history();

  return {
    session,
    start,
    call,
    history,
    ask: async (content, headers = {}) =>
      json<PostMessageAnswer>(await call('POST', `${own}/messages`, { content }, headers), 202),
    turn: async (id) => json<WireTurn>(await call('GET', `${own}/turns/${id}`), 200),
    events: async (until, after = start) => {
      const abort = new AbortController();
      const timer = setTimeout(
        () => abort.abort(new Error(`no such event within ${deadlineMs} ms`)),
        deadlineMs,
      );
      const seen: SessionEvent[] = [];
      let done = false;
      const parser = createParser({
        onEvent: ({ data }) => {
          if (done) return;
          const event = JSON.parse(data) as SessionEvent;
          seen.push(event);
          done = until(event, seen);
        },
      });
      try {
        const response = await fetch(`${base}${own}/events?after=${after}`, {
          headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
          signal: abort.signal,
        });
        if (response.status !== 200 || !response.body) throw new Error(`events answered ${response.status}`);
        const decoder = new TextDecoder();
        for await (const chunk of response.body) {
          parser.feed(decoder.decode(chunk, { stream: true }));
          if (done) break;
        }
      } catch (error) {
        if (!done)
          throw new Error(`saw ${seen.map((event) => event.type).join(', ') || 'nothing'}`, { cause: error });
      } finally {
        clearTimeout(timer);
        abort.abort();
      }
      return seen;
    },
  };
}

/** Whether an event ends a turn for good. */
export function endsTurn(event: SessionEvent): boolean {
  return (
    event.type === 'turn.completed' ||
    event.type === 'turn.stopped' ||
    (event.type === 'turn.failed' && !event.will_retry)
  );
}

/** The text of the newest attempt, put together from deltas as a client would; throws on a gap or a repeat. */
export function assembled(events: readonly SessionEvent[]): string {
  let text = '';
  let attempt = 0;
  for (const event of events) {
    if (event.type === 'turn.started' && event.attempt > attempt) {
      attempt = event.attempt;
      text = '';
    }
    if (event.type !== 'message.delta' || event.attempt < attempt) continue;
    if (event.offset !== text.length) throw new Error(`delta at ${event.offset}, expected ${text.length}`);
    text += event.text;
  }
  return text;
}
