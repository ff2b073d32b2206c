import { keepSubscribed } from '../../core/backplane/keep-subscribed.js';
import type { SignalBus } from '../../core/backplane/signals.js';
import { STOP_SIGNAL } from '../../core/backplane/signals.js';
import { withinMs } from '../../core/backplane/within-ms.js';
import type { Turn } from '../../core/domain/turn.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import { findStopRequests, renewLeases } from '../../core/store/turn-attempts.js';
import { repeat } from '../repeat.js';
import { Interrupted, type Interruption } from './interruption.js';

/**
 * Holds the leases of the turns that this worker runs: renews them together, and interrupts an attempt whose lease
 * is lost or whose user wants it stopped. Stop signals make it quick; the look into Postgres makes it certain.
 *
 * A lease is lost when Postgres says so, not when its time is over: while Postgres is away nobody else can take the
 * turn either, and the epoch fences off whoever is wrong about that. So an answer goes on through a restart of Postgres.
 */
export interface Leases {
  /** From now on the turn's lease is renewed. The signal aborts with an {@link Interrupted}. */
  hold(turn: Turn): Lease;
  interruptAll(why: Interruption): void;
  readonly count: number;
  close(): void;
}

export interface Lease {
  signal: AbortSignal;
  interrupt(why: Interruption): void;
  /** False once Postgres has said that the turn is not ours, has said nothing for too long, or this worker closes. */
  mayBeOurs(): boolean;
  /** What becomes of the turn is being written, which tells whether it is ours; a renewal that misses it may be late. */
  settle(): void;
  release(): void;
}

interface HeldTurn {
  turn: Turn;
  /** By our own clock: so long we hold on to it, if Postgres says nothing. */
  until: number;
  lost: boolean;
  settling: boolean;
  interrupt(why: Interruption): void;
}

/**
 * A dead worker's turn is taken over after at most `leaseMs` and one sweep (1 s) more: within the 15 s that are promised
 * also where its next worker dies before it has said a word. After an outage of Postgres it is not taken over before
 * 4.75 s (`lease-judge.ts`). A renewal may be late three times before others may take the turn.
 */
export const leaseTimes = {
  leaseMs: 5_000,
  renewEveryMs: 1_000,
  /** A renewal that hangs on a dead connection must not keep back the next one. */
  renewWithinMs: 2_750,
  /** How long a worker goes on with its turns, and tries to write what became of them, while Postgres is away. */
  holdOnMs: 60_000,
  stopCheckEveryMs: 1_000,
  expiryCheckEveryMs: 500,
} as const;

export function createLeases(deps: { db: Db; signals: SignalBus; logger: Logger }): Leases {
  const { db, signals, logger } = deps;
  const held = new Map<string, HeldTurn>();
  let closed = false;

  const lose = (entry: HeldTurn, why: string) => {
    if (entry.lost || held.get(entry.turn.id) !== entry) return;
    entry.lost = true;
    logger.warn({ turn_id: entry.turn.id, attempt: entry.turn.attempt, why }, 'an attempt lost its turn');
    entry.interrupt('lost');
  };
  const renew = async () => {
    const asked = [...held.values()];
    const askedAt = performance.now();
    const turns = asked.map(({ turn }) => turn);
    const renewed = renewLeases(db, turns, leaseTimes.leaseMs);
    const still = await withinMs(renewed, leaseTimes.renewWithinMs, 'leases were not renewed in time');
    for (const entry of asked) {
      if (still.has(entry.turn.id)) entry.until = askedAt + leaseTimes.holdOnMs;
      else if (!entry.settling) lose(entry, 'another worker has it, or it has ended');
    }
  };
  const checkStops = async () => {
    for (const id of await findStopRequests(db, [...held.keys()])) held.get(id)?.interrupt('stopped');
  };
  /** On a clock of its own: it is needed just when Postgres answers nothing. */
  const expire = setInterval(() => {
    for (const entry of held.values()) {
      if (entry.until < performance.now()) lose(entry, 'Postgres was away for too long');
    }
  }, leaseTimes.expiryCheckEveryMs);
  const stops = [
    () => clearInterval(expire),
    repeat(leaseTimes.renewEveryMs, async () => (held.size > 0 ? renew() : undefined), logger).stop,
    repeat(leaseTimes.stopCheckEveryMs, async () => (held.size > 0 ? checkStops() : undefined), logger).stop,
    keepSubscribed({ signals, logger }, STOP_SIGNAL, (turnId) => held.get(turnId)?.interrupt('stopped')),
  ];

  return {
    hold: (turn) => {
      const controller = new AbortController();
      const interrupt = (why: Interruption) => controller.abort(new Interrupted(why));
      const until = performance.now() + leaseTimes.holdOnMs;
      const earlier = held.get(turn.id);
      if (earlier) lose(earlier, 'this worker has it anew');
      const entry: HeldTurn = { turn, until, lost: false, settling: false, interrupt };
      held.set(turn.id, entry);
      return {
        signal: controller.signal,
        interrupt,
        mayBeOurs: () => !entry.lost && !closed,
        settle: () => {
          entry.settling = true;
        },
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
      closed = true;
      for (const stop of stops) stop();
    },
  };
}
