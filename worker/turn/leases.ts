import { keepSubscribed } from '../../core/backplane/keep-subscribed.js';
import type { SignalBus } from '../../core/backplane/signals.js';
import { STOP_SIGNAL } from '../../core/backplane/signals.js';
import type { Turn } from '../../core/domain/turn.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import { findStopRequests, renewLeases } from '../../core/store/turn-attempts.js';
import { Interrupted, type Interruption } from './interruption.js';

/**
 * Holds the leases of the turns that this worker runs: renews them together, and interrupts an attempt whose lease
 * is lost or whose user wants it stopped. Stop signals make it quick; the look into Postgres makes it certain.
 */
export interface Leases {
  /** From now on the turn's lease is renewed. The signal aborts with an {@link Interrupted}. */
  hold(turn: Turn): { signal: AbortSignal; interrupt(why: Interruption): void; release(): void };
  interruptAll(why: Interruption): void;
  readonly count: number;
  close(): void;
}

interface HeldTurn {
  turn: Turn;
  /** By our own clock, counted from before the lease was asked for. */
  until: number;
  lost: boolean;
  interrupt(why: Interruption): void;
}

/**
 * A dead worker's turn is taken over after at most `leaseMs` and one sweep (2 s) more, under the 15 s that are
 * promised; a renewal may be late three times before the lease is lost.
 */
export const leaseTimes = {
  leaseMs: 8_000,
  renewEveryMs: 2_000,
  stopCheckEveryMs: 1_000,
  expiryCheckEveryMs: 500,
} as const;

export function createLeases(deps: { db: Db; signals: SignalBus; logger: Logger }): Leases {
  const { db, signals, logger } = deps;
  const held = new Map<string, HeldTurn>();

  const lose = (entry: HeldTurn, why: string) => {
    if (entry.lost || held.get(entry.turn.id) !== entry) return;
    entry.lost = true;
    logger.warn({ turn_id: entry.turn.id, attempt: entry.turn.attempt, why }, 'an attempt lost its turn');
    entry.interrupt('lost');
  };
  const renew = async () => {
    const asked = [...held.values()];
    const askedAt = performance.now();
    const still = await renewLeases(
      db,
      asked.map(({ turn }) => turn),
      leaseTimes.leaseMs,
    );
    for (const entry of asked) {
      if (still.has(entry.turn.id)) entry.until = askedAt + leaseTimes.leaseMs;
      else lose(entry, 'another worker has it, or it has ended');
    }
  };
  const checkStops = async () => {
    for (const id of await findStopRequests(db, [...held.keys()])) held.get(id)?.interrupt('stopped');
  };
  /** On a clock of its own: it is needed just when Postgres answers nothing. */
  const expire = setInterval(() => {
    for (const entry of held.values()) {
      if (entry.until < performance.now()) lose(entry, 'Postgres did not renew its lease in time');
    }
  }, leaseTimes.expiryCheckEveryMs);
  const stops = [
    () => clearInterval(expire),
    repeat(leaseTimes.renewEveryMs, async () => (held.size > 0 ? renew() : undefined), logger),
    repeat(leaseTimes.stopCheckEveryMs, async () => (held.size > 0 ? checkStops() : undefined), logger),
    keepSubscribed({ signals, logger }, STOP_SIGNAL, (turnId) => held.get(turnId)?.interrupt('stopped')),
  ];

  return {
    hold: (turn) => {
      const controller = new AbortController();
      const interrupt = (why: Interruption) => controller.abort(new Interrupted(why));
      const entry = { turn, until: performance.now() + leaseTimes.leaseMs, lost: false, interrupt };
      held.set(turn.id, entry);
      return {
        signal: controller.signal,
        interrupt,
        release: () => {
          if (held.get(turn.id) === entry) held.delete(turn.id);
        },
      };
    },
    interruptAll: (why) => {
      for (const entry of held.values()) entry.interrupt(why);
    },
    get count() {
      return held.size;
    },
    close: () => {
      for (const stop of stops) stop();
    },
  };
}

/** Runs `work` every `everyMs`, never twice at once. */
export function repeat(everyMs: number, work: () => Promise<void>, logger: Logger): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    work()
      .catch((error: unknown) => logger.warn({ err: error }, 'a periodic check failed and will be repeated'))
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  return () => clearInterval(timer);
}
