import type { Cursor } from '../../core/backplane/cursor.js';
import { type LoggedEvent, wireJson } from '../../core/backplane/event-log.js';

/** An event as it is written to a socket: built once, shared by every stream that sends it. */
export interface Frame {
  cursor: Cursor;
  bytes: Buffer;
}

export function frameOf(event: LoggedEvent, cursor: Cursor): Frame {
  return {
    cursor,
    bytes: Buffer.from(`id: ${event.cursor}\nevent: ${event.type}\ndata: ${wireJson(event)}\n\n`),
  };
}

/** An ephemeral event: without an id, so that the reader's cursor stays where it is. */
export function ephemeralFrame(event: { type: string; json: string }): string {
  return `event: ${event.type}\ndata: ${event.json}\n\n`;
}
