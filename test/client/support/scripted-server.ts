import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PostMessageBody } from '../../../core/contracts/http.js';
import type { WireBudgetStanding, WireMessage, WireTurn } from '../../../core/contracts/shapes.js';
import { offeredAction } from './offered-action.js';
import { makeToken, subjectOf } from './page-tokens.js';
import { type StreamFaults, serveEvents } from './scripted-events.js';
import {
  append,
  blankRow,
  newScriptedSession,
  type ScriptedAnswer,
  type ScriptedSession,
  tail,
  uuidv7,
} from './scripted-sessions.js';
import { runTurns } from './scripted-turn.js';
import { serveFile } from './static-files.js';

export interface ScriptedServer {
  url: string;
  sessions: Map<string, ScriptedSession>;
  faults: StreamFaults & {
    /** Every connection is reset before an answer, as when the server is down. */
    down: boolean;
    /** Tokens that are refused with 401. */
    refusedTokens: Set<string>;
    /** Statuses for the next POSTs of a message, in order; 0 resets the connection after taking it. */
    postStatuses: number[];
    /** Said with the list of sessions. */
    budget: WireBudgetStanding | null;
    /** Until when the budget is used up: every POST of a message and every retry is refused. */
    overBudgetUntil: string | null;
    /**
     * Statuses for the next requests of a route, in order, such as `GET sessions`, `POST turns stop`; 0 resets the
     * connection, for `POST sessions` after taking it.
     */
    statuses: Record<string, number[]>;
    /** Seconds of the Retry-After header on every refusal above. */
    retryAfterSeconds: number | null;
    pageSize: number;
    /** Users whose roles let them read only. */
    readers: Set<string>;
  };
  /** Method, path and the headers that matter of every request. */
  requests: {
    method: string;
    path: string;
    lastEventId: string | null;
    idempotencyKey: string | null;
    accept: string;
    token: string;
  }[];
  close(): Promise<void>;
}

const prefix = '/api/v1/admin/chat/sessions';

/** The public face of the server over real HTTP, from memory, with answers and faults written by the test. */
export async function startScriptedServer(options: {
  answerTo?: (question: string) => ScriptedAnswer;
  staticRoot?: string;
}): Promise<ScriptedServer> {
  const sessions = new Map<string, ScriptedSession>();
  const posted = new Map<string, { message: WireMessage; turn: WireTurn }>();
  const stopped = new Set<string>();
  const requests: ScriptedServer['requests'] = [];
  const answerTo = options.answerTo ?? ((question) => ({ text: `You asked: ${question}` }));
  const faults: ScriptedServer['faults'] = {
    cutAfter: () => null,
    buffers: false,
    fallsSilent: false,
    closingOnce: null,
    repeats: false,
    heartbeatMs: 1_000,
    down: false,
    refusedTokens: new Set(),
    postStatuses: [],
    budget: null,
    overBudgetUntil: null,
    statuses: {},
    retryAfterSeconds: null,
    pageSize: 50,
    readers: new Set(['viewer']),
  };

  const run = (session: ScriptedSession) => void runTurns(session, answerTo, stopped);

  function postMessage(session: ScriptedSession, body: PostMessageBody & { client_message_id: string }) {
    const before = posted.get(body.client_message_id);
    if (before) return before;
    const turnId = uuidv7();
    const message = blankRow(session, {
      type: 'user',
      status: 'complete',
      content: body.content ?? offeredAction.text,
      client_message_id: body.client_message_id,
      turn_id: turnId,
    });
    session.messages.push(message);
    const answer = blankRow(session, {
      type: 'assistant',
      status: 'pending',
      turn_id: turnId,
      reply_to: message.id,
    });
    session.messages.push(answer);
    session.waiting.push(turnId);
    session.wire.message_count = session.messages.length;
    session.wire.last_message = message;
    session.wire.last_activity = message.created_at;
    const position = session.waiting.length;
    append(session, { type: 'message.created', message });
    append(session, { type: 'turn.queued', turn_id: turnId, position });
    const turn: WireTurn = {
      id: turnId,
      session_id: session.wire.id,
      message_id: message.id,
      answer_id: answer.id,
      state: 'queued',
      attempt: 0,
      position,
      timings: {
        queued_ms: null,
        understand_ms: null,
        recall_ms: null,
        compose_ms: null,
        first_token_ms: null,
        total_ms: null,
      },
      error: null,
    };
    posted.set(body.client_message_id, { message, turn });
    setImmediate(() => run(session));
    return { message, turn };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const json = (status: number, body: unknown) => {
      const patience = status >= 400 && faults.retryAfterSeconds !== null;
      response
        .writeHead(status, {
          'content-type': 'application/json',
          ...(patience ? { 'retry-after': String(faults.retryAfterSeconds) } : {}),
        })
        .end(JSON.stringify(body));
    };
    const fail = (status: number, code: string) => json(status, { error: { code, message: `${code}.` } });
    if (url.pathname === '/dev/login') {
      const { user } = JSON.parse(await bodyOf(request));
      json(200, { token: makeToken(user), expires_in: 3_600 });
      return;
    }
    if (url.pathname.endsWith('/quick-actions')) return json(200, { data: [offeredAction] });
    if (!url.pathname.startsWith(prefix)) {
      await serveFile(options.staticRoot, url.pathname, response);
      return;
    }
    requests.push({
      method: request.method ?? '',
      path: url.pathname.slice(prefix.length) + url.search,
      lastEventId: request.headers['last-event-id']?.toString() ?? null,
      idempotencyKey: request.headers['idempotency-key']?.toString() ?? null,
      accept: request.headers.accept ?? '',
      token,
    });
    if (faults.down) {
      request.socket.destroy();
      return;
    }
    if (token === '' || faults.refusedTokens.has(token)) return fail(401, 'UNAUTHENTICATED');

    const [, id = '', part = '', turnId = '', action = ''] = url.pathname.slice(prefix.length).split('/');
    const userId = subjectOf(token);
    const route =
      id === '' ? `${request.method} sessions` : `${request.method} ${part}${action && ` ${action}`}`;
    const scripted = faults.statuses[route]?.shift();
    if (scripted !== undefined && scripted >= 400) return fail(scripted, `STATUS_${scripted}`);
    if (scripted === 0 && route !== 'POST sessions') {
      request.socket.destroy();
      return;
    }
    if (request.method !== 'GET' && faults.readers.has(userId)) return fail(403, 'FORBIDDEN');
    if (faults.overBudgetUntil !== null && (route === 'POST messages' || route === 'POST turns retry')) {
      const sentence = { en: 'Your budget is free again tomorrow.', fr: 'Votre budget revient demain.' };
      const details = { window: 'day', resets_at: faults.overBudgetUntil, sentence };
      return json(429, {
        error: { code: 'BUDGET_EXCEEDED', message: sentence.en, details, retry_after: 3_600 },
      });
    }
    if (id === '') {
      if (request.method === 'POST') {
        const session = newScriptedSession(userId, JSON.parse(await bodyOf(request)));
        sessions.set(session.wire.id, session);
        if (scripted === 0) {
          request.socket.destroy();
          return;
        }
        return json(201, session.wire);
      }
      const data = [...sessions.values()].map((session) => session.wire).reverse();
      return json(200, {
        data,
        page: { next_cursor: null, has_more: false },
        can_write: !faults.readers.has(userId),
        budget: faults.budget,
      });
    }
    const session = sessions.get(id);
    if (!session) return fail(404, 'CHAT_SESSION_NOT_FOUND');

    switch (route) {
      case 'GET ':
        return json(200, { ...session.wire, active_turn: session.active });
      case 'PUT ': {
        const body = JSON.parse(await bodyOf(request));
        Object.assign(session.wire, { ...body, context: { ...session.wire.context, ...body.context } });
        return json(200, session.wire);
      }
      case 'DELETE ':
        sessions.delete(id);
        response.writeHead(204).end();
        return;
      case 'GET history': {
        const before = Number(url.searchParams.get('before') ?? session.messages.length + 1);
        const older = session.messages.filter((message) => message.position < before);
        const data = older.slice(-faults.pageSize).map(withoutLiveText);
        const more = older.length > data.length;
        const next = more ? String(data[0]?.position) : null;
        return json(200, { data, page: { next_cursor: next, has_more: more }, cursor: tail(session) });
      }
      case 'POST messages': {
        const body = JSON.parse(await bodyOf(request));
        const status = faults.postStatuses.shift();
        if (status !== undefined && status >= 400) return fail(status, `STATUS_${status}`);
        const answer = postMessage(session, body);
        if (status === 0) {
          request.socket.destroy();
          return;
        }
        return json(202, { ...answer, events_url: `${prefix}/${id}/events` });
      }
      case 'POST turns stop':
        stopped.add(turnId);
        return json(202, {});
      case 'POST turns retry': {
        const answer = session.messages.find((row) => row.turn_id === turnId && row.type === 'assistant');
        if (!answer) return fail(404, 'CHAT_TURN_NOT_FOUND');
        Object.assign(answer, { status: 'pending', error: null, content: '' });
        stopped.delete(turnId);
        session.waiting.push(turnId);
        append(session, { type: 'turn.queued', turn_id: turnId, position: 1 });
        run(session);
        return json(202, {});
      }
      case 'GET events':
        serveEvents(request, response, session, url.searchParams, faults);
        return;
      default:
        return fail(404, 'NOT_FOUND');
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sessions,
    faults,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** History has no text for an answer that is still being written. */
function withoutLiveText(message: WireMessage): WireMessage {
  return message.status === 'streaming' ? { ...message, content: '' } : { ...message };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
