import { createHash } from 'node:crypto';
import { knowledgeLimits, type UploadAnswer, type UploadBody } from '../../core/contracts/knowledge.js';
import { AsideError } from '../../core/domain/errors.js';
import { documentToWire } from '../../core/domain/wire.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import { findUploaded } from '../../core/store/knowledge-documents.js';
import { putUpload, uploadLimits } from '../../core/store/knowledge-uploads.js';
import type { ReadUploads } from '../after-commit/read-uploads.js';
import type { Handler } from '../http/endpoint.js';
import { documentPath } from '../http/paths.js';

/** Hex digits of the content's hash that name what its sender has not named. */
const NAME_DIGITS = 16;

/**
 * Keeps what is sent for the knowledge base and has a worker read it: this process does not look into it. The same again
 * is answered as unchanged.
 */
export function uploadDocumentHandler(deps: {
  db: Db;
  readUploads: ReadUploads;
  logger: Logger;
}): Handler<unknown, unknown, UploadBody> {
  const { db, readUploads, logger } = deps;
  return async ({ body, identity, correlationId }) => {
    const content = bytesOf(body);
    const { title = null, path = null, language = null, url = null, labels = null, format } = body;
    const slug = body.id ?? `upload-${hashOf(content).toString('hex').slice(0, NAME_DIGITS)}`;
    const fields = { slug, title, path, language, url, labels, format };
    const contentHash = hashOf(JSON.stringify(fields), content);
    const kept = await putUpload(db, { ...fields, isNamed: body.id !== undefined, content, contentHash });
    if (kept.outcome === 'full') {
      throw new AsideError('KNOWLEDGE_TOO_MANY_WAITING', { retryAfter: uploadLimits.waitingRetrySeconds });
    }
    logger.info(
      {
        correlation_id: correlationId,
        user_id: identity.userId,
        document: slug,
        language,
        format,
        labels,
        bytes: content.length,
        outcome: kept.outcome,
      },
      'a document was uploaded',
    );
    if (kept.outcome === 'accepted') await readUploads();
    const entry = await findUploaded(db, kept.id);
    // Somebody has deleted it in this moment.
    if (!entry) throw new AsideError('KNOWLEDGE_DOCUMENT_NOT_FOUND');
    const answer: UploadAnswer = { ...documentToWire(entry), unchanged: kept.outcome === 'unchanged' };
    return { headers: { Location: documentPath(entry.id) }, body: answer };
  };
}

/** VALIDATION_FAILED for base64 that is none, and for more than a document may have. */
function bytesOf({ format, content }: UploadBody): Buffer {
  const isBase64 = format === 'pdf';
  if (isBase64 && !/^[A-Za-z0-9+/]+={0,2}$/.test(content))
    throw refused('must be base64 without line breaks');
  if (!isBase64 && !content.isWellFormed()) throw refused('must not contain a lone surrogate');
  const bytes = Buffer.from(content, isBase64 ? 'base64' : 'utf8');
  if (bytes.length > knowledgeLimits.documentBytes)
    throw refused(`must be at most ${knowledgeLimits.documentBytes} bytes`);
  return bytes;
}

function refused(problem: string): AsideError {
  return new AsideError('VALIDATION_FAILED', {
    details: { in: 'body', fields: [{ field: 'content', problem }] },
  });
}

function hashOf(...parts: (string | Buffer)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
