import { type Cursor, parseCursor } from '../../core/backplane/cursor.js';
import { type EncodedEvent, type LoggedEvent, wireJson } from '../../core/backplane/event-log.js';

/** An event as it is written to a stream: built once, shared by every reader that is sent it. */
export interface Frame {
  cursor: Cursor;
  bytes: Buffer;
  /** Where in `bytes` the event's JSON begins; it ends two bytes before their end. */
  jsonAt: number;
}

export function frameOf(event: LoggedEvent): Frame {
  const cursor = parseCursor(event.cursor);
  if (!cursor) throw new Error(`not a cursor of an event log: ${event.cursor}`);
  // Cursor and type are ASCII: as many bytes as characters.
  const head = `id: ${event.cursor}\nevent: ${event.type}\ndata: `;
  return { cursor, bytes: Buffer.from(`${head}${wireJson(event)}\n\n`), jsonAt: head.length };
}

/** The event's JSON, for whoever wraps it in another way. */
export function jsonIn(frame: Frame): string {
  return frame.bytes.toString('utf8', frame.jsonAt, frame.bytes.length - 2);
}

/** An ephemeral event: without an id, so that the reader's cursor stays where it is. */
export function ephemeralFrame(event: EncodedEvent): string {
  return `event: ${event.type}\ndata: ${event.json}\n\n`;
}
