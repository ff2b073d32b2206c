import { CHUNKS_PER_DOCUMENT, type FoundChunk } from './search.js';

/** One of each document in turn, so that all are heard; then what else the best one has to say, if there is room. */
export function spread(chunks: readonly FoundChunk[], limit: number): FoundChunk[] {
  const heard = new Set<string>();
  const first: FoundChunk[] = [];
  const more: FoundChunk[] = [];
  for (const chunk of chunks) {
    if (!heard.has(chunk.documentId)) first.push(chunk);
    else if (chunk.documentId === chunks[0]?.documentId && more.length < CHUNKS_PER_DOCUMENT - 1)
      more.push(chunk);
    heard.add(chunk.documentId);
  }
  return [...first.slice(0, limit - more.length), ...more].slice(0, limit);
}
