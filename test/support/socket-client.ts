import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type ServerEnvelope, serverEnvelope } from '../../core/contracts/socket.js';
import { eventually } from './eventually.js';
import type { Answer, Api } from './server.js';
import { tokenOf } from './tokens.js';

/** A client of the WebSocket that does what the protocol says and no more. */
export interface SocketClient {
  ws: WebSocket;
  /** Envelopes so far, each checked against the contract, in order. */
  received: ServerEnvelope[];
  /** Sent as JSON. */
  send(frame: unknown): void;
  subscribe(sessionId: string, after?: string): void;
  /** The first envelope that is such, among those so far and those to come. */
  gets(
    what: string,
    check: (envelope: ServerEnvelope) => boolean,
    deadlineMs?: number,
  ): Promise<ServerEnvelope>;
  /** The first one with this event in its metadata. */
  event(name: string): Promise<ServerEnvelope>;
  /** The first refusal with this code. */
  refusal(code: string): Promise<ServerEnvelope>;
  closed: Promise<{ code: number; reason: string }>;
}

interface SocketCall {
  token?: string | null;
  query?: string;
  headers?: Record<string, string>;
  onEnvelope?: (envelope: ServerEnvelope, client: SocketClient) => void;
}

function begin({ port }: { port: number }, { token, query = '', headers = {} }: SocketCall): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}/api/v1/admin/chat/ws${query}`, {
    perMessageDeflate: false,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
  });
}

/** Opens a WebSocket; rejects when it is refused. */
export async function openSocket(server: { port: number }, call: SocketCall = {}): Promise<SocketClient> {
  const ws = begin(server, { token: tokenOf('user-1', 'consultant'), ...call });
  const received: ServerEnvelope[] = [];
  const gets: SocketClient['gets'] = async (what, check, deadlineMs) => {
    try {
      return await eventually(what, () => received.find(check), deadlineMs);
    } catch (error) {
      throw new Error(`${(error as Error).message}; received ${JSON.stringify(received).slice(0, 2_000)}`);
    }
  };
  const client: SocketClient = {
    ws,
    received,
    send: (frame) => ws.send(JSON.stringify(frame)),
    subscribe: (session_id, after) =>
      client.send({
        type: 'status',
        session_id,
        metadata: { action: 'subscribe', ...(after === undefined ? {} : { after }) },
      }),
    gets,
    event: (name) => gets(`the event ${name}`, ({ metadata }) => metadata.event === name),
    refusal: (code) =>
      gets(`the refusal ${code}`, ({ type, metadata }) => type === 'error' && metadata.code === code),
    closed: new Promise((resolve) => {
      ws.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    }),
  };
  ws.on('message', (data) => {
    const envelope = serverEnvelope.parse(JSON.parse(data.toString()));
    received.push(envelope);
    call.onEnvelope?.(envelope, client);
  });
  await once(ws, 'open');
  ws.on('error', () => {});
  return client;
}

/** The answer to a handshake, read to its end; 101 is let go of at once. */
export async function shakeHands(server: { port: number }, call: SocketCall = {}): Promise<Answer> {
  const ws = begin(server, call);
  return await new Promise((resolve, reject) => {
    ws.on('error', reject);
    ws.on('upgrade', ({ headers }) => {
      ws.on('open', () => ws.terminate());
      resolve({
        status: 101,
        headers: new Headers(headers as Record<string, string>),
        text: '',
        body: undefined,
      });
    });
    ws.on('unexpected-response', async (_request, response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      const headers = new Headers(response.headers as Record<string, string>);
      resolve({ status: response.statusCode ?? 0, headers, text, body: JSON.parse(text) });
    });
  });
}

/** A ticket for this session that was made with this user's token. */
export async function ticketFor(api: Api, sessionId: string): Promise<string> {
  const answer = await api.post('/stream-tickets', { json: { session_id: sessionId } });
  if (answer.status !== 201) throw new Error(`no ticket: ${answer.text}`);
  return (answer.body as { ticket: string }).ticket;
}

/** The event that an envelope carries, as SSE would have sent it. */
export function eventIn(envelope: ServerEnvelope): Record<string, unknown> {
  const { event, cursor, code: _code, ...carried } = envelope.metadata;
  return {
    ...(cursor === undefined ? {} : { id: cursor }),
    ...(event === 'snapshot' && { cursor }),
    type: event,
    session_id: envelope.session_id,
    at: envelope.timestamp,
    ...carried,
  };
}
