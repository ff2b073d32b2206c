import type { Snapshot, TakeSnapshot } from './sink.js';

/** Snapshots that may be built at once in this process: after a loss of the log every reader wants one. */
export const SNAPSHOTS_AT_ONCE = 8;

/**
 * Builds snapshots so that a loss of the log does not become a storm on Postgres: readers of one session share
 * one, and only a few are built at a time. The others wait; each is a stream or a poll that is open already, so their
 * number is bounded by that of places.
 */
export function createSnapshotQueue(): (sessionId: string, take: TakeSnapshot) => Promise<Snapshot> {
  const underWay = new Map<string, Promise<Snapshot>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const build = async (take: TakeSnapshot): Promise<Snapshot> => {
    if (running === SNAPSHOTS_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await take();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
  return (sessionId, take) => {
    const shared = underWay.get(sessionId);
    if (shared) return shared;
    const snapshot = build(take).finally(() => underWay.delete(sessionId));
    underWay.set(sessionId, snapshot);
    return snapshot;
  };
}
