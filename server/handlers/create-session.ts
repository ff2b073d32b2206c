import type { CreateSessionBody } from '../../core/contracts/http.js';
import { emptyContext } from '../../core/domain/session.js';
import { contextFromWire, sessionToWire, timeFromWire } from '../../core/domain/wire.js';
import type { Db } from '../../core/store/data-source.js';
import { createSession } from '../../core/store/sessions.js';
import type { Handler } from '../http/endpoint.js';
import { sessionPath } from '../http/paths.js';
import { type RefuseBlocked, textsOf } from '../moderation/refuse-blocked.js';

export function createSessionHandler(deps: {
  db: Db;
  refuseBlocked: RefuseBlocked;
}): Handler<unknown, unknown, CreateSessionBody> {
  return async ({ body, identity }) => {
    const about = { sessionId: null, userId: identity.userId };
    await deps.refuseBlocked(about, [body.title, ...textsOf(body.context)]);
    const session = await createSession(deps.db, {
      userId: identity.userId,
      title: body.title ?? null,
      context: { ...emptyContext, ...contextFromWire(body.context ?? {}) },
      metadata: body.metadata ?? {},
      expiresAt: timeFromWire(body.expires_at) ?? null,
    });
    return {
      headers: { Location: sessionPath(session.id) },
      body: sessionToWire(session, { lastMessage: null, activeTurn: null }),
    };
  };
}
