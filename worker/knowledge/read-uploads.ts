import type { DataSource } from 'typeorm';
import type { Logger } from '../../core/logger.js';
import {
  lockUpload,
  markUploadFailed,
  markUploadReady,
  takeUpload,
  type Upload,
} from '../../core/store/knowledge-uploads.js';
import { inBatches } from '../maintenance/in-batches.js';
import { createDocumentReader, type DocumentReader } from './document-reader.js';
import { writeDocuments } from './ingest.js';
import { DocumentFormatError } from './parse-document.js';

/** Uploads that one job reads, one after the other; the next job goes on. */
export const uploadsInARun = { batch: 1, rounds: 20 } as const;

/**
 * Makes documents of what was uploaded. Any number of workers may do this at once: each upload is held by one of them,
 * for a time. Returns how many were read, the failed ones too.
 */
export async function readUploads(
  deps: { db: DataSource; logger: Logger },
  signal: AbortSignal,
): Promise<number> {
  const reader = createDocumentReader();
  try {
    return await inBatches(uploadsInARun, signal, async () => {
      const upload = await takeUpload(deps.db);
      if (upload) await readUpload(deps, reader, upload);
      return upload ? 1 : 0;
    });
  } finally {
    await reader.close();
  }
}

async function readUpload(
  { db, logger }: { db: DataSource; logger: Logger },
  reader: DocumentReader,
  upload: Upload,
): Promise<void> {
  const about = { upload_id: upload.id, document: upload.slug, format: upload.format };
  try {
    const prepared = await reader.read({
      name: upload.slug,
      format: upload.format,
      bytes: upload.content,
      given: givenOf(upload),
      otherwise: { slug: upload.slug, title: upload.slug },
    });
    const kept = await db.transaction(async (tx) => {
      // It was deleted meanwhile, or something else was sent in its place.
      if (!(await lockUpload(tx, upload, prepared.document))) return false;
      await writeDocuments(tx, [prepared]);
      await markUploadReady(tx, upload, prepared.document);
      return true;
    });
    logger.info({ ...about, kept, chunks: prepared.chunks.length }, 'an uploaded document was read');
  } catch (error) {
    if (!(error instanceof DocumentFormatError)) throw error;
    await markUploadFailed(db, upload, error.message);
    logger.warn(about, 'an uploaded document cannot be read');
  }
}

/** What its sender said goes before what the document says. */
function givenOf({ slug, isNamed, title, path, language, url, labels }: Upload) {
  return {
    ...(isNamed && { slug }),
    ...(title !== null && { title }),
    ...(path !== null && { path }),
    ...(language !== null && { language }),
    ...(url !== null && { url }),
    ...(labels !== null && { labels }),
  };
}
