import type { DocumentPage, KnowledgePageQuery } from '../../core/contracts/knowledge.js';
import { documentToWire } from '../../core/domain/wire.js';
import type { Db } from '../../core/store/data-source.js';
import { listDocuments } from '../../core/store/knowledge-documents.js';
import type { Handler } from '../http/endpoint.js';
import { documentCursor } from '../http/page-cursor.js';

/** All documents, in the order of their ids, whatever their labels: who administers them sees them. */
export function listDocumentsHandler(deps: { db: Db }): Handler<unknown, KnowledgePageQuery, unknown> {
  return async ({ query }) => {
    const [, id, entry] = query.cursor ? documentCursor.decode(query.cursor) : [];
    const { items, hasMore } = await listDocuments(deps.db, {
      limit: query.limit,
      after: id && entry ? { id, entry } : null,
    });
    const last = items.at(-1);
    const body: DocumentPage = {
      data: items.map(documentToWire),
      page: {
        next_cursor: hasMore && last ? documentCursor.encode(['documents', last.id, last.entry]) : null,
        has_more: hasMore,
      },
    };
    return { body };
  };
}
