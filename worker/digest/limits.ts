import { MAX_EXCHANGES } from '../prompt/history.js';

/** Of what the model writes about a session. */
export const digestLimits = {
  /** So many jobs of the queue `maintenance` at once: two that wait for the model keep back nothing by the clock. */
  atOnce: 3,
  /** The whole of a call; a summary takes seconds. */
  modelMs: 45_000,
  retryMs: 15_000,
  /** Most that is read of the model's answer, in UTF-16 units. */
  answerCharacters: 4_000,
} as const;

/**
 * Messages are summarised when as many are not as a prompt quotes, and then all but the newest half: so a prompt always
 * quotes what its summary lacks, a summary has a whole turn's time to be written, and one is made every five exchanges.
 */
export const summaryLimits = {
  dueAfter: 2 * MAX_EXCHANGES,
  keep: MAX_EXCHANGES,
  /** Of one job; a session that has more is done by several turns. */
  messages: 60,
  messageCharacters: 1_500,
  /** Of what the model is given to read. */
  tokens: 24_000,
} as const;

/** Of what a title is made from, in UTF-16 units, and of the title. */
export const titleLimits = { questionCharacters: 2_000, answerCharacters: 1_000, characters: 60 } as const;
