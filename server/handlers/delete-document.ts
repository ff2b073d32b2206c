import type { DataSource } from 'typeorm';
import type { DocumentQuery } from '../../core/contracts/knowledge.js';
import { AsideError } from '../../core/domain/errors.js';
import type { Logger } from '../../core/logger.js';
import { removeDocuments } from '../../core/store/knowledge-documents.js';
import type { Handler } from '../http/endpoint.js';

/** From this moment on no question finds it; answers that cite it stay as they are. */
export function deleteDocumentHandler(deps: {
  db: DataSource;
  logger: Logger;
}): Handler<{ id: string }, DocumentQuery, unknown> {
  return async ({ params, query, identity, correlationId }) => {
    const language = query.language ?? null;
    const removed = await removeDocuments(deps.db, { id: params.id, language });
    if (removed === 0) throw new AsideError('KNOWLEDGE_DOCUMENT_NOT_FOUND');
    deps.logger.info(
      { correlation_id: correlationId, user_id: identity.userId, document: params.id, language, removed },
      'a document was deleted',
    );
    return {};
  };
}
