/** A place in an event log: after event `number` of the log that was begun at `generation`. */
export interface Cursor {
  /** When the log was begun, in microseconds since 1970, and the mark of its session: compared for equality only. */
  generation: string;
  /** Events are counted from 1; 0 is before the first. */
  number: number;
}

/** Null for text that no log has given out. */
export function parseCursor(text: string): Cursor | null {
  const dash = text.indexOf('-');
  const generation = text.slice(0, dash);
  const number = text.slice(dash + 1);
  if (!/^\d{1,19}(?:\.[0-9a-f]{8})?$/.test(generation) || !/^\d{1,15}$/.test(number)) return null;
  return { generation, number: Number(number) };
}

export function formatCursor(cursor: Cursor): string {
  return `${cursor.generation}-${cursor.number}`;
}
