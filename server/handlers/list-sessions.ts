import type { ListSessionsQuery, SessionPage } from '../../core/contracts/http.js';
import { sessionToWire, standingToWire } from '../../core/domain/wire.js';
import { findStanding } from '../../core/store/budgets.js';
import type { Db } from '../../core/store/data-source.js';
import { listSessions } from '../../core/store/sessions.js';
import { hasRole, writers } from '../auth/identity.js';
import type { AllowanceOf } from '../budgets/load-budgets.js';
import type { Handler } from '../http/endpoint.js';
import { sessionCursor } from '../http/page-cursor.js';

/** The caller's own sessions, most recently active first, each with its last message. */
export function listSessionsHandler(deps: {
  db: Db;
  allowanceOf: AllowanceOf;
}): Handler<unknown, ListSessionsQuery, unknown> {
  return async ({ query, identity }) => {
    const [, lastActivity, id] = query.cursor ? sessionCursor.decode(query.cursor) : [];
    const standing = await findStanding(deps.db, deps.allowanceOf(identity));
    const { items, hasMore } = await listSessions(deps.db, {
      userId: identity.userId,
      status: query.status ?? null,
      limit: query.limit,
      before: lastActivity && id ? { lastActivity, id } : null,
    });
    const last = items.at(-1)?.session;
    const page: SessionPage = {
      data: items.map(({ session, lastMessage }) =>
        sessionToWire(session, { lastMessage, activeTurn: null }),
      ),
      page: {
        next_cursor:
          hasMore && last
            ? sessionCursor.encode(['sessions', last.lastActivity.toISOString(), last.id])
            : null,
        has_more: hasMore,
      },
      can_write: hasRole(identity, writers),
      budget: standing && standingToWire(standing),
    };
    return { body: page };
  };
}
