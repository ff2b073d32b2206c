import type { TypingQuery } from '../../core/contracts/http.js';
import type { Db } from '../../core/store/data-source.js';
import type { Handler } from '../http/endpoint.js';
import type { Typing } from '../live/typing.js';
import { ownSession } from '../views/own-session.js';

export function noteTypingHandler(deps: {
  db: Db;
  typing: Typing;
}): Handler<{ id: string }, TypingQuery, unknown> {
  return async ({ params, query, identity }) => {
    const { id } = await ownSession(deps.db, params.id, identity.userId);
    await deps.typing.note(id, identity.userId, query.client ?? null);
    return {};
  };
}
