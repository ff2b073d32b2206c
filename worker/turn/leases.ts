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
  close(): Promise<void>;
}

/**
 * A dead worker's turn is taken over after at most `leaseMs` and one sweep (2 s) more, under the 15 s that are
 * promised; a renewal may be late three times before the lease is lost.
 */
export const leaseTimes = { leaseMs: 8_000, renewEveryMs: 2_000, stopCheckEveryMs: 1_000 } as const;

export async function createLeases(deps: { db: Db; signals: SignalBus; logger: Logger }): Promise<Leases> {
  const { db, signals, logger } = deps;
  const held = new Map<string, { turn: Turn; until: number; interrupt: (why: Interruption) => void }>();

  const lose = (entry: { turn: Turn; interrupt: (why: Interruption) => void }, why: string) => {
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
      else if (held.get(entry.turn.id) === entry) lose(entry, 'another worker has it, or it has ended');
    }
  };
  const checkStops = async () => {
    for (const id of await findStopRequests(db, [...held.keys()])) held.get(id)?.interrupt('stopped');
  };
  const expire = () => {
    // Postgres did not answer in time: another worker may have the turn by now.
    for (const entry of held.values()) {
      if (entry.until < performance.now()) lose(entry, 'Postgres did not renew its lease in time');
    }
  };
  const timers = [
    repeat(
      leaseTimes.renewEveryMs,
      async () => {
        expire();
        if (held.size > 0) await renew();
      },
      logger,
    ),
    repeat(
      leaseTimes.stopCheckEveryMs,
      async () => {
        if (held.size > 0) await checkStops();
      },
      logger,
    ),
  ];
  const unsubscribe = await signals.subscribe(STOP_SIGNAL, (turnId) =>
    held.get(turnId)?.interrupt('stopped'),
  );

  return {
    hold: (turn) => {
      const controller = new AbortController();
      const interrupt = (why: Interruption) => controller.abort(new Interrupted(why));
      const entry = { turn, until: performance.now() + leaseTimes.leaseMs, interrupt };
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
    close: async () => {
      for (const stop of timers) stop();
      unsubscribe();
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
