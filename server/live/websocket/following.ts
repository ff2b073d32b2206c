import { AsideError } from '../../../core/domain/errors.js';
import type { LiveHub } from '../hub.js';
import type { Places } from '../places.js';
import type { ClosingReason, Sink, TakeSnapshot } from '../sink.js';
import { envelopeOf, ephemeralEnvelope, statusEnvelope } from './envelope.js';
import { socketLimits } from './limits.js';
import type { Outlet } from './outlet.js';

/** The sessions that one socket follows. */
export interface Following {
  /** Follows from `after` on; a session that is followed already, from there anew. TOO_MANY_STREAMS. */
  begin(sessionId: string, after: string): void;
  end(sessionId: string): void;
  endAll(): void;
}

export function createFollowing(deps: {
  hub: LiveHub;
  places: Places;
  outlet: Outlet;
  userId: string;
  /** The socket's own name: it is not told that its user is typing in it. */
  client: string;
  snapshotsOf: (sessionId: string) => TakeSnapshot;
  /** The last session that was followed is no more. */
  onLastDeleted: (sessionId: string) => void;
}): Following {
  const { hub, outlet } = deps;
  const followed = new Map<string, () => void>();

  const end = (sessionId: string) => {
    followed.get(sessionId)?.();
    followed.delete(sessionId);
  };
  /** Only a session that was deleted is closed by the hub; whatever ends the connection is told to the client once. */
  const close = (sessionId: string, reason: ClosingReason, retryMs: number) => {
    if (reason !== 'replaced') return;
    end(sessionId);
    if (followed.size === 0) return deps.onLastDeleted(sessionId);
    outlet.send(statusEnvelope('stream.closing', { sessionId }, { reason, retry_ms: retryMs }));
  };
  return {
    begin: (sessionId, after) => {
      end(sessionId);
      if (followed.size >= socketLimits.sessions) throw new AsideError('TOO_MANY_STREAMS');
      const leave = deps.places.take(deps.userId);
      const stopDrains: (() => void)[] = [];
      const sink: Sink = {
        write: (frame) => outlet.send(envelopeOf(frame)),
        tell: (event) => {
          if (!outlet.isFull()) outlet.send(ephemeralEnvelope(event));
        },
        isFull: outlet.isFull,
        onDrain: (listener) => void stopDrains.push(outlet.onDrain(listener)),
        close: (reason, retryMs) => close(sessionId, reason, retryMs),
      };
      outlet.send(statusEnvelope('session.subscribed', { sessionId }, { cursor: after }));
      const snapshot = deps.snapshotsOf(sessionId);
      const stop = hub.watch({ sessionId, after, sink, snapshot, client: deps.client });
      followed.set(sessionId, () => {
        stop();
        for (const stopDrain of stopDrains) stopDrain();
        leave();
      });
    },
    end: (sessionId) => {
      end(sessionId);
      outlet.send(statusEnvelope('session.unsubscribed', { sessionId }, {}));
    },
    endAll: () => {
      for (const stop of followed.values()) stop();
      followed.clear();
    },
  };
}
