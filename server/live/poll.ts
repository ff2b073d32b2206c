import { wireJson } from '../../core/backplane/event-log.js';
import { within } from '../../core/within.js';
import type { LiveHub } from './hub.js';
import { liveLimits } from './limits.js';
import type { TakeSnapshot } from './sink.js';

export interface PollAnswer {
  /** Wire JSON of each event, ready to be joined into an array. Empty when nothing came in time. */
  events: string[];
  /** Where the next poll goes on. */
  cursor: string;
}

/**
 * Answers what came after `after`, at most {@link liveLimits.pollEvents} events; waits up to `waitMs` for the
 * first one. A cursor that the log does not know, or none, is answered with one snapshot event at once. Rejects
 * when the log or the snapshot cannot be had.
 */
export async function poll(options: {
  hub: LiveHub;
  sessionId: string;
  after: string | null;
  waitMs: number;
  snapshot: TakeSnapshot;
  /** Aborted when the reader has left. */
  signal: AbortSignal;
}): Promise<PollAnswer> {
  const { hub, sessionId, after, waitMs, signal } = options;
  const takeSnapshot = () => hub.snapshot(sessionId, options.snapshot);
  if (after === null) return fromSnapshot(takeSnapshot);
  let result = await hub.events.read(sessionId, after, liveLimits.pollEvents);
  if (result.known && result.events.length === 0 && waitMs > 0) {
    await within(waitMs, signal, (waiting) => hub.waitBeyond(sessionId, after, waiting));
    if (signal.aborted) return { events: [], cursor: after };
    result = await hub.events.read(sessionId, after, liveLimits.pollEvents);
  }
  if (!result.known) return fromSnapshot(takeSnapshot);
  return { events: result.events.map(wireJson), cursor: result.events.at(-1)?.cursor ?? after };
}

async function fromSnapshot(snapshot: TakeSnapshot): Promise<PollAnswer> {
  const { event, cursor } = await snapshot();
  return { events: [wireJson({ ...event, cursor })], cursor };
}
