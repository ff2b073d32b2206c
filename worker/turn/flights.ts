import { setTimeout as pause } from 'node:timers/promises';
import { unlessAborted } from '../../core/unless-aborted.js';
import type { Answering } from '../model/chain.js';
import type { OnUsed } from '../model/used.js';
import type { AnswerSink } from './generate.js';

/** So long the last rider waits for the generation that ends because he leaves it. */
export const CUT_MS = 200;

/** One generation that identical questions share while it is under way, in this process. */
export interface Flights {
  /**
   * Takes a seat in the generation of this key, or begins it with `run`. Each rider is given the whole text by a sink of
   * his own; one who gets off, by his signal, leaves the others undisturbed, and the last one ends it.
   *
   * When the generation fails, all of them are given its error: each is tried again at a time of his own.
   */
  ride<T>(
    key: string,
    rider: Rider,
    run: (sink: AnswerSink, signal: AbortSignal) => Promise<T>,
  ): Promise<Ride<T>>;
}

export interface Rider {
  sink: AnswerSink;
  /** Called before his first text where he shares what somebody else has begun, at this moment. */
  onShared(begunAt: Date): void;
  signal: AbortSignal;
}

export interface Ride<T> {
  result: T;
  /** When it was begun by somebody else who pays for it; null for the one who pays. */
  sharedSince: Date | null;
}

interface Seat {
  text(delta: string): void;
  fallback(by: Answering): void;
  used: OnUsed;
}

interface Flight {
  begunAt: Date;
  text: string;
  fallback: Answering | null;
  /** In the order they came; at most one for each turn of this worker. The first that is left pays. */
  seats: Set<Seat>;
  payer: Seat | null;
  /** Who left it as the last. */
  last: Seat | null;
  ending: AbortController;
  done: Promise<unknown>;
}

export function createFlights(): Flights {
  const flights = new Map<string, Flight>();

  function begin(key: string, run: (sink: AnswerSink, signal: AbortSignal) => Promise<unknown>): Flight {
    const flight: Flight = {
      begunAt: new Date(),
      text: '',
      fallback: null,
      seats: new Set(),
      payer: null,
      last: null,
      ending: new AbortController(),
      done: Promise.resolve(),
    };
    const sink: AnswerSink = {
      get content() {
        return flight.text;
      },
      text: (delta) => {
        flight.text += delta;
        for (const seat of flight.seats) seat.text(delta);
      },
      onFallback: (by) => {
        flight.fallback = by;
        for (const seat of flight.seats) seat.fallback(by);
      },
      // The first that is left pays; for what is cut because all have left, the last of them.
      used: (used) => ([...flight.seats][0] ?? flight.last)?.used(used),
    };
    flights.set(key, flight);
    flight.done = run(sink, flight.ending.signal).finally(() => {
      close(key, flight);
      flight.payer = [...flight.seats][0] ?? null;
    });
    // Each rider listens for himself; the last may have left.
    flight.done.catch(() => undefined);
    return flight;
  }

  /** Nobody may get on any more. */
  function close(key: string, flight: Flight): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  function leave(key: string, flight: Flight, seat: Seat): void {
    flight.seats.delete(seat);
    if (flight.seats.size > 0) return;
    flight.last = seat;
    close(key, flight);
    flight.ending.abort(new Error('nobody waits for this answer any more'));
  }

  return {
    ride: async <T>(
      key: string,
      rider: Rider,
      run: (sink: AnswerSink, signal: AbortSignal) => Promise<T>,
    ): Promise<Ride<T>> => {
      rider.signal.throwIfAborted();
      const joined = flights.get(key);
      const flight = joined ?? begin(key, run);
      const seat = seatOf(rider, joined ? joined.begunAt : null);
      if (flight.fallback) seat.fallback(flight.fallback);
      if (flight.text !== '') seat.text(flight.text);
      flight.seats.add(seat);
      try {
        const result = (await unlessAborted(flight.done, rider.signal)) as T;
        return { result, sharedSince: flight.payer === seat ? null : flight.begunAt };
      } finally {
        leave(key, flight, seat);
        // What the call took is told when it is cut, which is at once.
        const cuts = rider.signal.aborted && flight.last === seat;
        if (cuts) await Promise.race([flight.done.catch(() => undefined), pause(CUT_MS)]);
      }
    },
  };
}

function seatOf({ sink, onShared }: Rider, sharedSince: Date | null): Seat {
  let told = sharedSince === null;
  const tellOnce = () => {
    if (!told && sharedSince) onShared(sharedSince);
    told = true;
  };
  return {
    text: (delta) => {
      tellOnce();
      sink.text(delta);
    },
    fallback: (by) => {
      tellOnce();
      sink.onFallback(by);
    },
    used: (used) => sink.used(used),
  };
}
