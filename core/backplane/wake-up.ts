import type { SessionEventType } from '../contracts/events.js';
import { formatCursor, parseCursor } from './cursor.js';
import type { LoggedEvent, WakeUp } from './event-log.js';

/**
 * A wake-up as both backplanes publish it: the cursor of the newest event and then, when the batch is small, a
 * line `<type> <json>` for each of its events, oldest first. JSON of one line holds no line break.
 *
 * Null for anything else: what comes over a shared channel is not taken on trust.
 */
export function parseWakeUp(text: string): WakeUp | null {
  const lines = text.split('\n');
  const cursor = parseCursor(lines[0] ?? '');
  if (!cursor) return null;
  if (lines.length === 1) return { cursor: formatCursor(cursor) };
  const events: LoggedEvent[] = [];
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const space = line.indexOf(' ');
    if (space < 1) return null;
    events.push({
      type: line.slice(0, space) as SessionEventType,
      json: line.slice(space + 1),
      cursor: `${cursor.generation}-${cursor.number - lines.length + 1 + index}`,
    });
  }
  return { cursor: formatCursor(cursor), events };
}
