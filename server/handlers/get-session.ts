import type { Db } from '../../core/store/data-source.js';
import type { Handler } from '../http/endpoint.js';
import { ownSession } from '../views/own-session.js';
import type { ViewSession } from '../views/session-view.js';

export function getSessionHandler(deps: {
  db: Db;
  viewSession: ViewSession;
}): Handler<{ id: string }, unknown, unknown> {
  return async ({ params, identity }) => {
    const session = await ownSession(deps.db, params.id, identity.userId);
    return { body: await deps.viewSession(session) };
  };
}
