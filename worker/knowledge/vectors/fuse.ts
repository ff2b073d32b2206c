import { CHUNKS_PER_DOCUMENT, type FoundChunk } from '../search.js';

/** Of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): how little the first places stand out. */
const RANK_CONSTANT = 60;

/**
 * Two rankings of chunks, each best first, made one: a document is as good as the sum of 1 / (60 + its place) in
 * both, and so are its chunks among themselves. Ranks and not scores, which cannot be compared. Each document keeps the better
 * of its scores, so that scores do not follow the order.
 */
export function fuse(byWords: readonly FoundChunk[], byVectors: readonly FoundChunk[]): FoundChunk[] {
  const documents = new Map<string, { worth: number; score: number; chunks: Map<number, Placed> }>();
  for (const ranking of [byWords, byVectors]) {
    const places = new Map<string, number>();
    for (const chunk of ranking) {
      const { documentId, ordinal } = chunk;
      const document = documents.get(documentId) ?? { worth: 0, score: 0, chunks: new Map() };
      documents.set(documentId, document);
      if (!places.has(documentId)) {
        places.set(documentId, places.size);
        document.worth += worthOf(places.size - 1);
      }
      document.score = Math.max(document.score, chunk.score);
      const place = ranking.filter((other) => other.documentId === documentId).indexOf(chunk);
      const worth = (document.chunks.get(ordinal)?.worth ?? 0) + worthOf(place);
      document.chunks.set(ordinal, { chunk, worth });
    }
  }
  // Sorting is stable: of equals the one that words found comes first.
  return [...documents.values()]
    .sort((a, b) => b.worth - a.worth)
    .flatMap(({ chunks, score }) =>
      [...chunks.values()]
        .sort((a, b) => b.worth - a.worth)
        .slice(0, CHUNKS_PER_DOCUMENT)
        .map(({ chunk }) => ({ ...chunk, score })),
    );
}

interface Placed {
  chunk: FoundChunk;
  worth: number;
}

/** From 0. */
function worthOf(place: number): number {
  return 1 / (RANK_CONSTANT + place + 1);
}
