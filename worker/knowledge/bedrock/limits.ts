/** Of a search in a Bedrock Knowledge Base, for which a turn waits. In a file of its own: the doctor reads it. */
export const knowledgeBaseLimits = {
  /** Results that are asked for, of which the best documents' are taken; the service gives a hundred at the most. */
  results: 15,
  /** Of one result that are read. */
  chunkCharacters: 2_400,
  /** As the service takes them. */
  questionCharacters: 1_000,
  connectMs: 1_000,
  /** One try. */
  answerMs: 2_500,
  /** All tries together. */
  totalMs: 4_000,
  attempts: 2,
  /** After a failure nobody is asked for so long. */
  restMs: 5_000,
} as const;
