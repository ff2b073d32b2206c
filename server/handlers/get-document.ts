import type { DocumentQuery } from '../../core/contracts/knowledge.js';
import { AsideError } from '../../core/domain/errors.js';
import { documentToWire } from '../../core/domain/wire.js';
import type { Db } from '../../core/store/data-source.js';
import { findDocument } from '../../core/store/knowledge-documents.js';
import type { Handler } from '../http/endpoint.js';

export function getDocumentHandler(deps: { db: Db }): Handler<{ id: string }, DocumentQuery, unknown> {
  return async ({ params, query }) => {
    const entry = await findDocument(deps.db, { id: params.id, language: query.language ?? null });
    if (!entry) throw new AsideError('KNOWLEDGE_DOCUMENT_NOT_FOUND');
    return { body: documentToWire(entry) };
  };
}
