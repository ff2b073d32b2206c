import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { chunkDocument } from '../../../worker/knowledge/chunk-document.js';
import { parseDocument } from '../../../worker/knowledge/parse-document.js';
import { termsOf } from '../model/terms.js';

/** What the stand-in's knowledge base is given: files with metadata, cut already. */
export const givenDocuments = z
  .array(
    z.strictObject({
      uri: z.string().min(1).max(2_048),
      metadata: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
        .default({}),
      chunks: z.array(z.string().max(100_000)).min(1).max(1_000),
    }),
  )
  .max(1_000);

export type GivenDocument = z.input<typeof givenDocuments>[number];

export interface StoredChunk {
  id: string;
  uri: string;
  text: string;
  metadata: Record<string, string | number | boolean | string[]>;
  concepts: Set<string>;
}

export function store(documents: readonly GivenDocument[]): StoredChunk[] {
  return documents.flatMap(({ uri, metadata = {}, chunks }) =>
    chunks.map((text, at) => ({
      id: `${uri}#${at}`,
      uri,
      text,
      metadata,
      concepts: new Set(termsOf(`${metadata.title ?? ''}\n${text}`).map(({ concept }) => concept)),
    })),
  );
}

/** They are read where they were written: they are not part of the build. */
const folder = fileURLToPath(new URL('../../../../dev/knowledge/', import.meta.url));

/** The sample documents, as they would be synchronised from a bucket: by their own chunks, open to everybody. */
export function sampleDocuments(): GivenDocument[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => {
      const document = parseDocument(readFileSync(`${folder}${file}`, 'utf8'), file);
      const { title, path, language, url, labels } = document;
      return {
        uri: `s3://stand-in/${file}`,
        metadata: { title, path, language, ...(url && { url }), label: labels.length > 0 ? labels : '*' },
        chunks: chunkDocument(document).map(({ heading, body }) =>
          heading === '' ? body : `## ${heading}\n\n${body}`,
        ),
      };
    });
}
