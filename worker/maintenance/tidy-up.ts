import type { DataSource } from 'typeorm';
import type { Backplane } from '../../core/backplane/index.js';
import { forgetWords } from '../../core/store/knowledge-documents.js';
import { deleteOldUsage } from '../../core/store/ledger.js';
import { deleteOldVerdicts } from '../../core/store/moderation-verdicts.js';
import { deleteOldIdempotencyKeys } from '../../core/store/retention.js';
import { inBatches } from './in-batches.js';

export const tidyLimits = {
  /** Idempotency records: ten thousand times a hundred is more than any server takes in ten minutes. */
  keys: { batch: 10_000, rounds: 100 },
  /** Verdicts of moderation: a thousand times a hundred are more than ten minutes bring. */
  verdicts: { batch: 1_000, rounds: 100 },
  /** Rows of the ledger: as many as a year's heaviest ten minutes bring, many times over. */
  usage: { batch: 1_000, rounds: 100 },
  /** Event logs, where the backplane does not expire them by itself. */
  logs: { batch: 500, rounds: 100 },
} as const;

/**
 * Removes records and traces that have served their time. Words of the knowledge base go last, in one statement (see
 * `forgetWords`): where that does not get on, the rest has been done.
 */
export async function tidyUp(
  deps: { db: DataSource; sweepExpired: Backplane['sweepExpired'] },
  signal: AbortSignal,
): Promise<number> {
  const keys = await inBatches(tidyLimits.keys, signal, (limit) => deleteOldIdempotencyKeys(deps.db, limit));
  const verdicts = await inBatches(tidyLimits.verdicts, signal, (limit) => deleteOldVerdicts(deps.db, limit));
  const usage = await inBatches(tidyLimits.usage, signal, (limit) => deleteOldUsage(deps.db, limit));
  const logs = await inBatches(tidyLimits.logs, signal, deps.sweepExpired);
  const words = signal.aborted ? 0 : await forgetWords(deps.db);
  return keys + verdicts + usage + logs + words;
}
