/** Of vectors. In a file of its own: the doctor reads it. */
export const vectorLimits = {
  /** Texts that are embedded in one transaction; what Cohere takes in one request. */
  batch: 96,
  /** Batches that one job does; the next one goes on. */
  rounds: 50,
  /** Requests at once, of a model that takes one text each. */
  atOnce: 4,
  /** Of one text that are embedded, as Cohere takes them. */
  textCharacters: 2_048,
  connectMs: 1_000,
  /** One request for documents, and tries of it: nobody waits for these. */
  documentsMs: 15_000,
  attempts: 3,
  /** A batch as a whole, which holds a connection to Postgres. */
  batchMs: 60_000,
  /** The one request for a question, for which a turn waits. */
  questionMs: 1_000,
  /** After a failure questions are searched by words alone for so long. */
  restMs: 5_000,
  /** Nearest chunks that are ranked. */
  candidates: 24,
} as const;

/** Numbers of a vector: what both families give. */
export const DIMENSIONS = 1_024;
