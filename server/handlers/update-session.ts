import type { UpdateSessionBody } from '../../core/contracts/http.js';
import { AsideError } from '../../core/domain/errors.js';
import { contextFromWire, timeFromWire } from '../../core/domain/wire.js';
import type { Db } from '../../core/store/data-source.js';
import { updateSession } from '../../core/store/sessions.js';
import type { Publish } from '../after-commit/publish.js';
import type { Handler } from '../http/endpoint.js';
import { type RefuseBlocked, textsOf } from '../moderation/refuse-blocked.js';
import type { ViewSession } from '../views/session-view.js';

/** Fields that the request leaves out keep their value; so do fields inside `context`. Where anything changed, all tabs are told. */
export function updateSessionHandler(deps: {
  db: Db;
  viewSession: ViewSession;
  publish: Publish;
  refuseBlocked: RefuseBlocked;
}): Handler<{ id: string }, unknown, UpdateSessionBody> {
  const { db, viewSession, publish, refuseBlocked } = deps;
  return async ({ params, body, identity }) => {
    const owned = { id: params.id, userId: identity.userId };
    await refuseBlocked({ sessionId: params.id, userId: identity.userId }, [
      body.title,
      ...textsOf(body.context),
    ]);
    const updated = await updateSession(db, owned, {
      title: body.title,
      context: body.context && contextFromWire(body.context),
      status: body.status,
      metadata: body.metadata,
      expiresAt: timeFromWire(body.expires_at),
    });
    if (!updated) throw new AsideError('CHAT_SESSION_NOT_FOUND');
    const session = await viewSession(updated.session);
    if (updated.changed) await publish(session.id, [{ type: 'session.updated', session }]);
    return { body: session };
  };
}
