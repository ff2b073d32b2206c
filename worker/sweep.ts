import { announceEnd } from '../core/backplane/announce.js';
import type { EventLog } from '../core/backplane/event-log.js';
import type { TurnProducer } from '../core/backplane/queues.js';
import { errorTable } from '../core/contracts/errors.js';
import type { Logger } from '../core/logger.js';
import type { Db } from '../core/store/data-source.js';
import { markAnnounced } from '../core/store/turn-attempts.js';
import {
  deleteOldIdempotencyKeys,
  reclaimDeadLeases,
  takeUnannounced,
  takeUndelivered,
} from '../core/store/turn-sweep.js';
import { findTurn } from '../core/store/turns.js';
import { deliverTurn } from './turn/deliver.js';
import { repeat } from './turn/leases.js';

/** Two seconds: with the lease it bounds how long a dead worker's turn waits. */
export const SWEEP_EVERY_MS = 2_000;
const HOUSEKEEPING_EVERY_MS = 600_000;

interface SweepDeps {
  db: Db;
  log: EventLog;
  producer: TurnProducer;
  logger: Logger;
}

/** Finds and finishes what crashes left behind. Every worker runs it; they share the work by locks on rows. */
export function startSweep(deps: SweepDeps): () => void {
  const stops = [
    repeat(SWEEP_EVERY_MS, () => sweep(deps), deps.logger),
    repeat(HOUSEKEEPING_EVERY_MS, async () => void (await deleteOldIdempotencyKeys(deps.db)), deps.logger),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Ends are announced before the next turn of their session is handed over, so that events keep their order. */
export async function sweep(deps: SweepDeps): Promise<void> {
  const giveUp = { code: 'TURN_ABANDONED', message: errorTable.TURN_ABANDONED.message };
  const reclaimed = await reclaimDeadLeases(deps.db, giveUp);
  if (reclaimed.queued.length + reclaimed.ended.length > 0) {
    const counts = { queued: reclaimed.queued.length, ended: reclaimed.ended.length };
    deps.logger.warn(counts, 'took over turns of workers that fell silent');
  }
  for (const turn of reclaimed.ended) {
    const found = await findTurn(deps.db, turn);
    if (found?.answer) await announceBestEffort(deps, { turn: found.turn, answer: found.answer });
  }
  for (const ended of await takeUnannounced(deps.db)) await announceBestEffort(deps, ended);
  const due = [...reclaimed.queued, ...(await takeUndelivered(deps.db))];
  await Promise.all(due.map((turn) => deliverTurn(deps, turn, { replace: true })));
}

async function announceBestEffort(
  deps: SweepDeps,
  ended: Parameters<typeof announceEnd> extends [unknown, infer T, infer A] ? { turn: T; answer: A } : never,
) {
  try {
    await announceEnd(deps.log, ended.turn, ended.answer);
    await markAnnounced(deps.db, ended.turn);
  } catch (error) {
    deps.logger.warn({ err: error, turn_id: ended.turn.id }, 'an end could not be announced yet');
  }
}
