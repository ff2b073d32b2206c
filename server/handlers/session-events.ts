import { setTimeout as pause } from 'node:timers/promises';
import { wireJson } from '../../core/backplane/event-log.js';
import type { EventsQuery } from '../../core/contracts/http.js';
import { eventCursor } from '../../core/contracts/ids.js';
import { AsideError } from '../../core/domain/errors.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import type { Handler, PlainRequest, Reply } from '../http/endpoint.js';
import type { LiveHub } from '../live/hub.js';
import type { Places } from '../live/places.js';
import { poll } from '../live/poll.js';
import type { TakeSnapshot } from '../live/sink.js';
import { openStream } from '../live/sse.js';
import { type TakeTail, unknownCursor } from '../views/log-tail.js';
import { ownSession, refuseForeignCursor } from '../views/own-session.js';

interface Deps {
  db: Db;
  hub: LiveHub;
  takeTail: TakeTail;
  places: Places;
  snapshotsOf: (sessionId: string) => TakeSnapshot;
  logger: Logger;
}

/** How often a poller is given Postgres' word while the event log is away. */
export const POLL_WITHOUT_LOG_MS = 2_000;

/** One cursor, two ways to follow it: a stream for whoever asks for `text/event-stream`, else a long poll. */
export function sessionEventsHandler(deps: Deps): Handler<{ id: string }, EventsQuery, unknown> {
  return async (request) => {
    const kind = request.accepts(['text/event-stream', 'application/json']);
    if (!kind) throw new AsideError('NOT_ACCEPTABLE');
    const after = resumeFrom(request);
    const { id: sessionId } = await ownSession(deps.db, request.params.id, request.identity.userId);
    refuseForeignCursor(after, sessionId);
    const takePlace = () => deps.places.take(request.identity.userId);
    if (kind === 'application/json') {
      const leave = takePlace();
      return answerPoll(deps, request, sessionId, after).finally(leave);
    }
    // Without a cursor a stream begins now; a poll has no other way to learn a cursor than a snapshot.
    const from = after ?? (await deps.takeTail(sessionId)).cursor;
    return {
      stream: async (req, res) => {
        const leave = takePlace();
        await openStream({
          hub: deps.hub,
          req,
          res,
          sessionId,
          after: from,
          client: request.query.client ?? null,
          snapshot: deps.snapshotsOf(sessionId),
          expiresAtMs: request.identity.expiresAt.getTime(),
        }).finally(leave);
      },
    };
  };
}

/** A browser that reconnects repeats the address of its first request: the newer `Last-Event-ID` wins. */
function resumeFrom({ headers, query }: PlainRequest<unknown, EventsQuery, unknown>): string | null {
  const header = headers['last-event-id'];
  if (header === undefined || header === '') return query.after ?? null;
  const cursor = eventCursor.safeParse(header);
  if (!cursor.success)
    throw new AsideError('INVALID_CURSOR', { details: { in: 'header', field: 'last-event-id' } });
  return cursor.data;
}

async function answerPoll(
  deps: Deps,
  request: PlainRequest<unknown, EventsQuery, unknown>,
  sessionId: string,
  after: string | null,
): Promise<Reply> {
  const { hub, snapshotsOf, logger } = deps;
  const snapshot = snapshotsOf(sessionId);
  const signal = request.leftSignal();
  const waitMs = request.query.wait * 1_000;
  try {
    const { events, cursor } = await poll({ hub, sessionId, after, waitMs, snapshot, signal });
    return events.length === 0 ? { status: 204 } : pollReply(events, cursor);
  } catch (error) {
    logger.warn(
      { err: error, session_id: sessionId },
      'the event log could not be polled; answering from the database',
    );
    if (after === unknownCursor) {
      await pause(Math.min(waitMs, POLL_WITHOUT_LOG_MS), undefined, { signal }).catch(() => undefined);
    }
    const { event, cursor } = await hub.snapshot(sessionId, snapshot);
    return pollReply([wireJson({ ...event, cursor })], cursor);
  }
}

function pollReply(events: readonly string[], cursor: string): Reply {
  return { json: `{"events":[${events.join(',')}],"cursor":${JSON.stringify(cursor)}}` };
}
