import type { HistoryPage, HistoryQuery } from '../../core/contracts/http.js';
import { AsideError } from '../../core/domain/errors.js';
import type { Message } from '../../core/domain/message.js';
import { messageToWire } from '../../core/domain/wire.js';
import type { Db } from '../../core/store/data-source.js';
import { listMessages } from '../../core/store/messages.js';
import { listVersions } from '../../core/store/versions.js';
import type { Handler } from '../http/endpoint.js';
import { historyCursor } from '../http/page-cursor.js';
import type { TakeTail } from '../views/log-tail.js';
import { ownSession } from '../views/own-session.js';

/**
 * Newest page first; inside a page in reading order, of current versions. Or all versions of one question, and of its
 * answers. `cursor` is where the event log stood before the page was
 * read: whoever reads events after it misses nothing, and knows some by their ids.
 */
export function getHistoryHandler(deps: {
  db: Db;
  takeTail: TakeTail;
}): Handler<{ id: string }, HistoryQuery, unknown> {
  const { db, takeTail } = deps;
  return async ({ params, query, identity }) => {
    const place = placeOf(query);
    const session = await ownSession(db, params.id, identity.userId);
    const { cursor } = await takeTail(session.id);
    if (query.versions_of !== undefined) {
      const versions = await listVersions(db, session.id, query.versions_of);
      if (versions.length === 0) throw new AsideError('CHAT_MESSAGE_NOT_FOUND');
      const all = { next_cursor: null, has_more: false };
      return { body: { data: versions.map(messageToWire), page: all, cursor } satisfies HistoryPage };
    }
    const { messages, hasMore } = await listMessages(db, {
      sessionId: session.id,
      type: query.type ?? null,
      limit: query.limit,
      ...place,
    });
    const page: HistoryPage = {
      data: messages.map(messageToWire),
      page: { next_cursor: hasMore ? nextCursor(messages, place) : null, has_more: hasMore },
      cursor,
    };
    return { body: page };
  };
}

interface Place {
  before: number | null;
  after: number | null;
}

/** `cursor` goes on in the direction of the page it came from; `before` and `after` say the direction themselves. */
function placeOf(query: HistoryQuery): Place {
  const given = [query.cursor, query.before, query.after].filter((cursor) => cursor !== undefined);
  if (given.length > 1) {
    throw new AsideError('INVALID_CURSOR', { details: { problem: 'give one of before, after and cursor' } });
  }
  const [cursor] = given;
  if (cursor === undefined) return { before: null, after: null };
  const [direction, position] = historyCursor.decode(cursor);
  const forward = query.after !== undefined || (query.cursor !== undefined && direction === 'after');
  return forward ? { before: null, after: position } : { before: position, after: null };
}

function nextCursor(messages: readonly Message[], place: Place): string | null {
  const edge = place.after === null ? messages[0] : messages.at(-1);
  return edge ? historyCursor.encode([place.after === null ? 'before' : 'after', edge.position]) : null;
}
