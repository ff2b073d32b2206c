import type { GapPage, KnowledgePageQuery } from '../../core/contracts/knowledge.js';
import { gapToWire } from '../../core/domain/wire.js';
import type { Db } from '../../core/store/data-source.js';
import { listGaps } from '../../core/store/knowledge-gaps.js';
import type { Handler } from '../http/endpoint.js';
import { gapCursor } from '../http/page-cursor.js';

/** What people asked and the knowledge base does not hold, newest first: the next documents to write. */
export function listGapsHandler(deps: { db: Db }): Handler<unknown, KnowledgePageQuery, unknown> {
  return async ({ query }) => {
    const [, at, messageId] = query.cursor ? gapCursor.decode(query.cursor) : [];
    const { items, hasMore } = await listGaps(deps.db, {
      limit: query.limit,
      before: at && messageId ? { at, messageId } : null,
    });
    const last = items.at(-1);
    const body: GapPage = {
      data: items.map(gapToWire),
      page: {
        next_cursor:
          hasMore && last ? gapCursor.encode(['gaps', last.at.toISOString(), last.messageId]) : null,
        has_more: hasMore,
      },
    };
    return { body };
  };
}
