import type { IncomingMessage, ServerResponse } from 'node:http';
import { readAfter, type ScriptedSession, tail } from './scripted-sessions.js';

/** What can be made to go wrong with the event stream. Changed by tests while the server runs. */
export interface StreamFaults {
  /** Events after which the next connection is cut; asked once per connection. */
  cutAfter: () => number | null;
  /** Accepts streams and never lets a byte through, as a buffering proxy does. */
  buffers: boolean;
  /** Sends what is there and then nothing, heartbeats included. */
  fallsSilent: boolean;
  /** Ends the next stream with a hint. */
  closingOnce: { reason: 'draining' | 'auth_expired' | 'replaced'; retry_ms: number } | null;
  /** Each event twice. */
  repeats: boolean;
  heartbeatMs: number;
}

export function serveEvents(
  request: IncomingMessage,
  response: ServerResponse,
  session: ScriptedSession,
  query: URLSearchParams,
  faults: StreamFaults,
): void {
  if (request.headers.accept?.includes('application/json')) {
    servePoll(response, session, query);
    return;
  }
  if (faults.buffers) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return;
  }
  let cursor = String(request.headers['last-event-id'] ?? query.get('after') ?? tail(session));
  let left = faults.cutAfter() ?? Number.POSITIVE_INFINITY;
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.write(':\n\n');
  const heartbeat = setInterval(() => {
    if (!faults.fallsSilent) response.write(':\n\n');
  }, faults.heartbeatMs);
  const leave = () => {
    clearInterval(heartbeat);
    session.listeners.delete(push);
  };
  const push = () => {
    for (const { cursor: id, event } of readAfter(session, cursor)) {
      if (left-- <= 0) {
        leave();
        // What was written must leave first: a cut in the line does not take back what has arrived.
        response.write(':\n\n', () => setImmediate(() => response.destroy()));
        return;
      }
      cursor = event.type === 'snapshot' ? event.cursor : id;
      const frame = `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
      response.write(faults.repeats ? frame + frame : frame);
    }
    if (faults.closingOnce) {
      const event = { type: 'stream.closing', session_id: session.wire.id, ...faults.closingOnce };
      faults.closingOnce = null;
      leave();
      response.end(`event: stream.closing\ndata: ${JSON.stringify(event)}\n\n`);
    }
  };
  session.listeners.add(push);
  response.on('close', leave);
  push();
}

function servePoll(response: ServerResponse, session: ScriptedSession, query: URLSearchParams): void {
  const after = query.get('after') ?? tail(session);
  const answer = () => {
    const found = readAfter(session, after);
    if (found.length === 0) return false;
    clearTimeout(timer);
    session.listeners.delete(answer);
    response.writeHead(200, { 'content-type': 'application/json' });
    const events = found.map((item) => item.event);
    response.end(JSON.stringify({ events, cursor: found.at(-1)?.cursor }));
    return true;
  };
  const timer = setTimeout(
    () => {
      session.listeners.delete(answer);
      response.writeHead(204).end();
    },
    Number(query.get('wait') ?? 25) * 1_000,
  );
  response.on('close', () => {
    clearTimeout(timer);
    session.listeners.delete(answer);
  });
  if (!answer()) session.listeners.add(answer);
}
