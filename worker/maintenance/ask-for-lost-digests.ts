import type { DigestProducer } from '../../core/backplane/digest-producer.js';
import type { Db } from '../../core/store/data-source.js';
import { findDueDigests } from '../../core/store/due-digests.js';
import { summaryLimits } from '../digest/limits.js';

/** Asks again for titles and summaries that their turns asked for in vain; those that failed are tried once more. */
export async function askForLostDigests(
  deps: { db: Db; digests: DigestProducer; courtesies: readonly string[] },
  signal: AbortSignal,
): Promise<number> {
  const due = await findDueDigests(deps.db, deps.courtesies, summaryLimits.dueAfter);
  for (const digest of due) {
    if (signal.aborted) break;
    await deps.digests.ask(digest, { replace: true });
  }
  return due.length;
}
