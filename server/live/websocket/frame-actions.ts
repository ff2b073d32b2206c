import type { PostMessageAnswer } from '../../../core/contracts/http.js';
import type { ClientFrame, MessageFrame } from '../../../core/contracts/socket.js';
import { AsideError } from '../../../core/domain/errors.js';
import type { Db } from '../../../core/store/data-source.js';
import { hasRole, type Identity } from '../../auth/identity.js';
import type { Endpoint, PlainRequest, Reply } from '../../http/endpoint.js';
import type { TakeTail } from '../../views/log-tail.js';
import { ownSession, refuseForeignCursor } from '../../views/own-session.js';
import { statusEnvelope } from './envelope.js';
import type { Following } from './following.js';
import type { Outlet } from './outlet.js';

/** Rows of the route table that frames are requests to: with their roles, their validation and their handlers. */
export interface FrameRoutes {
  postMessage: Endpoint;
  noteTyping: Endpoint;
}

/** Does what a frame asks for. Rejects with the error that the same request over HTTP would be answered with. */
export type ActOnFrame = (frame: ClientFrame) => Promise<void>;

export function createFrameActions(deps: {
  db: Db;
  takeTail: TakeTail;
  routes: FrameRoutes;
  following: Following;
  outlet: Outlet;
  identity: Identity;
  client: string;
  correlationId: string;
  /** What takes time may come to its end after the connection has. */
  isOpen: () => boolean;
}): ActOnFrame {
  const { db, routes, following, outlet, identity } = deps;

  const call = async (row: Endpoint, request: Pick<PlainRequest, 'params' | 'query' | 'body'>) => {
    if (!hasRole(identity, row.roles)) throw new AsideError('FORBIDDEN');
    return await row.run({
      ...request,
      identity,
      headers: {},
      correlationId: deps.correlationId,
      accepts: () => false,
      leftSignal: () => new AbortController().signal,
    });
  };

  const subscribe = async (id: string, after: string | null) => {
    await ownSession(db, id, identity.userId);
    refuseForeignCursor(after, id);
    const from = after ?? (await deps.takeTail(id)).cursor;
    if (deps.isOpen()) following.begin(id, from);
  };
  const post = async (frame: MessageFrame) => {
    const params = { id: frame.session_id };
    const { context, client_name, quick_action, language } = frame.metadata ?? {};
    const given = { ...context, ...(client_name != null && { client_name }) };
    const body = {
      ...(frame.content !== undefined && { content: frame.content }),
      client_message_id: frame.message_id,
      ...(Object.keys(given).length > 0 && { context: given }),
      ...(quick_action != null && { quick_action }),
      ...(language != null && { language }),
    };
    const reply = await call(routes.postMessage, { params, query: {}, body });
    const about = { sessionId: frame.session_id, messageId: frame.message_id };
    outlet.send(statusEnvelope('message.accepted', about, acceptance(reply)));
  };
  return async (frame) => {
    // To a ticket there is no other session than its own.
    if (identity.onlySession !== null && identity.onlySession !== frame.session_id) {
      throw new AsideError('CHAT_SESSION_NOT_FOUND');
    }
    switch (frame.type) {
      case 'message':
        return await post(frame);
      case 'typing': {
        const query = { client: deps.client };
        await call(routes.noteTyping, { params: { id: frame.session_id }, query, body: undefined });
        return;
      }
      case 'status':
        if (frame.metadata.action === 'unsubscribe') return following.end(frame.session_id);
        return await subscribe(frame.session_id, frame.metadata.after ?? null);
    }
  };
}

function acceptance(reply: Reply): Record<string, unknown> {
  const { body, headers = {} } = reply as { body: PostMessageAnswer; headers?: Record<string, string> };
  return { ...body, replayed: headers['Idempotency-Replayed'] === 'true' };
}
