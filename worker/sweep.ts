import { announceEnd, announceQuestion } from '../core/backplane/announce.js';
import type { EventLog } from '../core/backplane/event-log.js';
import type { TurnProducer } from '../core/backplane/queues.js';
import { errorTable } from '../core/contracts/errors.js';
import type { Message } from '../core/domain/message.js';
import type { Turn } from '../core/domain/turn.js';
import type { Logger } from '../core/logger.js';
import type { Db } from '../core/store/data-source.js';
import { findMessage } from '../core/store/messages.js';
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
const TIDY_EVERY_MS = 60_000;
/** Event logs that one worker removes at a time, where the backplane does not expire them by itself. */
const EXPIRED_BATCH = 500;

interface SweepDeps {
  db: Db;
  log: EventLog;
  /** Removes what has expired in the backplane, at most so many logs. */
  sweepExpired(limit: number): Promise<unknown>;
  producer: TurnProducer;
  logger: Logger;
}

/** Finds and finishes what crashes left behind. Every worker runs it; they share the work by locks on rows. */
export function startSweep(deps: SweepDeps): () => void {
  const stops = [
    repeat(SWEEP_EVERY_MS, () => sweep(deps), deps.logger),
    repeat(TIDY_EVERY_MS, () => tidyUp(deps), deps.logger),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

async function tidyUp(deps: SweepDeps): Promise<void> {
  await deleteOldIdempotencyKeys(deps.db);
  await deps.sweepExpired(EXPIRED_BATCH);
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
    if (found?.answer) await tellOfEnd(deps, { turn: found.turn, answer: found.answer });
  }
  for (const ended of await takeUnannounced(deps.db)) await tellOfEnd(deps, ended);
  const undelivered = await takeUndelivered(deps.db);
  await Promise.all(undelivered.map((turn) => tellOfQuestion(deps, turn)));
  await Promise.all(
    [...reclaimed.queued, ...undelivered].map((turn) => deliverTurn(deps, turn, { replace: true })),
  );
}

/**
 * Where the queue was away when a question was posted, the event log was likely away too. Watchers who were
 * connected all the time have to hear of the question before they hear of its answer.
 */
async function tellOfQuestion(deps: SweepDeps, turn: Turn): Promise<void> {
  if (turn.attempt > 0) return;
  try {
    const question = await findMessage(deps.db, { id: turn.messageId, sessionId: turn.sessionId });
    if (question) await announceQuestion(deps.log, question);
  } catch (error) {
    deps.logger.warn({ err: error, turn_id: turn.id }, 'a question could not be announced yet');
  }
}

async function tellOfEnd(deps: SweepDeps, ended: { turn: Turn; answer: Message }): Promise<void> {
  try {
    await announceEnd(deps.log, ended.turn, ended.answer);
    await markAnnounced(deps.db, ended.turn);
  } catch (error) {
    deps.logger.warn({ err: error, turn_id: ended.turn.id }, 'an end could not be announced yet');
  }
}
