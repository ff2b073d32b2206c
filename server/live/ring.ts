import type { Cursor } from '../../core/backplane/cursor.js';
import type { Frame } from './frame.js';

/**
 * The newest frames of one session, without a gap between them: at most `maxFrames` and `maxBytes`, where the
 * newest one is always kept.
 */
export interface Ring {
  /** `frame` follows the newest one directly; otherwise what was held is dropped first. */
  push(frame: Frame): void;
  /** The frame right after `cursor`; null when it is not held. */
  next(cursor: Cursor): Frame | null;
  clear(): void;
}

export function createRing(maxFrames: number, maxBytes: number): Ring {
  const frames: Frame[] = [];
  let bytes = 0;

  const clear = () => {
    frames.length = 0;
    bytes = 0;
  };
  return {
    push: (frame) => {
      const newest = frames.at(-1);
      if (newest && !follows(newest.cursor, frame.cursor)) clear();
      frames.push(frame);
      bytes += frame.bytes.length;
      while (frames.length > maxFrames || (bytes > maxBytes && frames.length > 1)) {
        bytes -= frames.shift()?.bytes.length ?? 0;
      }
    },
    next: (cursor) => {
      const oldest = frames[0];
      if (oldest?.cursor.generation !== cursor.generation) return null;
      return frames[cursor.number + 1 - oldest.cursor.number] ?? null;
    },
    clear,
  };
}

function follows(before: Cursor, after: Cursor): boolean {
  return before.generation === after.generation && before.number + 1 === after.number;
}
