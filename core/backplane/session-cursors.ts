import type { EventLog, WakeUp } from './event-log.js';

/*
 * A cursor says of which session it is, by the last part of the session's id, 32 random bits: `<generation>.<mark>-<number>`.
 * The stores know nothing of it.
 */

const MARK = /\.([0-9a-f]{8})-/;

/** Whether the cursor was given out for another session than this one. */
export function isOfOtherSession(cursor: string, sessionId: string): boolean {
  const mark = MARK.exec(cursor)?.[1];
  return mark !== undefined && mark !== markOf(sessionId);
}

/** The same log, whose cursors carry their session's mark. */
export function withSessionCursors(log: EventLog): EventLog {
  const markedWakeUp = (wakeUp: WakeUp, sessionId: string): WakeUp => ({
    cursor: wakeUp.cursor && marked(wakeUp.cursor, sessionId),
    ...(wakeUp.events && { events: wakeUp.events.map((event) => markedOne(event, sessionId)) }),
  });
  return {
    append: async (sessionId, events, guard) => {
      const result = await log.append(sessionId, events, guard);
      return result.outcome === 'written' ? markedOne(result, sessionId) : result;
    },
    read: async (sessionId, after, limit) => {
      if (isOfOtherSession(after, sessionId)) return { known: false };
      const page = await log.read(sessionId, unmarked(after), limit);
      if (!page.known) return page;
      return { ...page, events: page.events.map((event) => markedOne(event, sessionId)) };
    },
    tail: async (sessionId) => {
      const { cursor, attempt } = await log.tail(sessionId);
      return { cursor: marked(cursor, sessionId), attempt: attempt && markedOne(attempt, sessionId) };
    },
    tails: async (sessionIds) => {
      const cursors = await log.tails(sessionIds);
      return cursors.map((cursor, index) => cursor && marked(cursor, sessionIds[index] ?? ''));
    },
    erase: log.erase,
    renew: log.renew,
    subscribe: (sessionId, listener) =>
      log.subscribe(sessionId, (wakeUp) => listener(markedWakeUp(wakeUp, sessionId))),
  };
}

const markOf = (sessionId: string) => sessionId.slice(-8).toLowerCase();

function markedOne<T extends { cursor: string }>(one: T, sessionId: string): T {
  return { ...one, cursor: marked(one.cursor, sessionId) };
}

function marked(cursor: string, sessionId: string): string {
  return cursor.replace('-', `.${markOf(sessionId)}-`);
}

/** As the stores know it. */
function unmarked(cursor: string): string {
  return cursor.replace(MARK, '-');
}
