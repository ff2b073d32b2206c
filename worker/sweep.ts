import { announceEnd } from '../core/backplane/announce.js';
import type { EventLog } from '../core/backplane/event-log.js';
import type { TurnProducer } from '../core/backplane/turn-producer.js';
import { errorTable } from '../core/contracts/errors.js';
import { deliverTurn } from '../core/deliver-turn.js';
import type { Turn } from '../core/domain/turn.js';
import type { Logger } from '../core/logger.js';
import type { Db } from '../core/store/data-source.js';
import { markAnnounced } from '../core/store/turn-attempts.js';
import { reclaimDeadLeases, takeUnannounced, takeUndelivered } from '../core/store/turn-sweep.js';
import type { LeaseJudge } from './lease-judge.js';
import { repeat } from './repeat.js';

/** With the lease it bounds how long a dead worker's turn waits. */
export const SWEEP_EVERY_MS = 1_000;
export const ANNOUNCED_AT_ONCE = 10;
/** For ends that cannot be announced, of one sweep: others wait for it. */
export const ANNOUNCE_PATIENCE_MS = 1_000;

interface SweepDeps {
  db: Db;
  log: EventLog;
  producer: Pick<TurnProducer, 'deliver' | 'onConnected'>;
  judge: Pick<LeaseJudge, 'deadBefore'>;
  logger: Logger;
}

/**
 * Finds and finishes what crashes left behind. Every worker runs it, by a timer, since it may not depend on the queue;
 * they share the work by locks on rows. What waits for the queue is not to wait for the timer too.
 */
export function startSweep(deps: SweepDeps): () => void {
  const { now, stop } = repeat(SWEEP_EVERY_MS, () => sweep(deps), deps.logger);
  deps.producer.onConnected(now);
  return stop;
}

/**
 * Taken-over turns first, since they are promised within seconds. Then ends are announced before the next turn of
 * their session is handed over, so that events keep their order.
 */
export async function sweep(deps: SweepDeps): Promise<void> {
  await takeOver(deps);
  await announceEnds(deps);
  await deliverAll(deps, await takeUndelivered(deps.db));
}

async function takeOver(deps: SweepDeps): Promise<void> {
  const deadBefore = await deps.judge.deadBefore();
  if (!deadBefore) return;
  const giveUp = { code: 'TURN_ABANDONED', message: errorTable.TURN_ABANDONED.message };
  const { queued, ended } = await reclaimDeadLeases(deps.db, deadBefore, giveUp);
  if (queued.length + ended.length > 0) {
    const counts = { queued: queued.length, ended: ended.length };
    deps.logger.warn(counts, 'took over turns of workers that fell silent');
  }
  await deliverAll(deps, queued);
}

async function deliverAll(deps: SweepDeps, turns: readonly Turn[]): Promise<void> {
  await Promise.all(turns.map((turn) => deliverTurn(deps, turn, { replace: true })));
}

/**
 * Gives up for this time when none of several could be told and that took long: the event log is away, and others wait for
 * the sweep. Those that could not keep nobody back, since their log may be on a node of its own.
 */
async function announceEnds(deps: SweepDeps): Promise<void> {
  const unannounced = await takeUnannounced(deps.db);
  const giveUpAt = performance.now() + ANNOUNCE_PATIENCE_MS;
  const reasons: unknown[] = [];
  while (unannounced.length > 0) {
    const outcomes = await Promise.allSettled(
      unannounced.splice(0, ANNOUNCED_AT_ONCE).map(async ({ turn, answer }) => {
        await announceEnd(deps.log, turn, answer);
        // Its worker leaves it unmarked: whoever watches has been told by now, and what came before the verdict goes.
        if (answer.status === 'blocked') await deps.log.renew(turn.sessionId, turn.epoch);
        await markAnnounced(deps.db, turn);
      }),
    );
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    reasons.push(...failed.map(({ reason }) => reason));
    if (failed.length === outcomes.length && performance.now() > giveUpAt) break;
  }
  if (reasons.length === 0) return;
  deps.logger.warn({ err: reasons[0], failed: reasons.length }, 'some ends could not be announced yet');
}
