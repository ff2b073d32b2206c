import type { WireMessage } from '../../core/contracts/shapes.js';
import type { Cell } from './cell.js';
import type { Keepsake } from './keepsake.js';
import type { AsideState } from './state.js';

/**
 * Counts the answers that ended while nobody looked, also while the page was away. The tabs of one user count together:
 * what one of them has shown is read in all.
 */
export interface Unread {
  /** The keepsake has opened. */
  restore(): void;
  setAttended(attended: boolean): void;
  /** A session that has just been made: nothing in it has been seen. */
  begin(sessionId: string): void;
  /** Messages of the session on screen, as history or an event tells them. */
  note(sessionId: string, messages: readonly WireMessage[]): void;
  close(): void;
}

export function createUnread({ cell, keepsake }: { cell: Cell<AsideState>; keepsake: Keepsake }): Unread {
  let attended = true;
  /** The last answer that was seen or counted: its session and position. */
  let seen: { sessionId: string; position: number } | null = null;

  function count(unread: number): void {
    if (cell.get().unread !== unread) cell.set({ unread });
    keepsake.write('unread', unread === 0 ? null : String(unread));
  }
  function see(sessionId: string, position: number): void {
    seen = { sessionId, position };
    keepsake.write('seen', `${sessionId}:${position}`);
  }
  const unwatch = keepsake.watch(['seen', 'unread'], (name, value) => {
    if (name === 'seen') {
      const told = readPlace(value);
      if (told && told.sessionId === seen?.sessionId && told.position > seen.position) seen = told;
    } else if (attended && value !== null) count(0);
    else if (!attended) cell.set({ unread: Number(value ?? 0) || 0 });
  });
  return {
    close: unwatch,
    restore: () => {
      seen ??= readPlace(keepsake.read('seen'));
      count(attended ? 0 : Number(keepsake.read('unread') ?? 0) || 0);
    },
    setAttended: (now) => {
      attended = now;
      if (now) count(0);
    },
    begin: (sessionId) => see(sessionId, 0),
    note: (sessionId, messages) => {
      const answers = messages.filter(({ type, status }) => type === 'assistant' && status === 'complete');
      const from = seen?.sessionId === sessionId ? seen.position : null;
      const last = Math.max(from ?? 0, ...answers.map(({ position }) => position));
      if (from === last) return;
      see(sessionId, last);
      if (attended || from === null) return;
      count(cell.get().unread + answers.filter(({ position }) => position > from).length);
    },
  };
}

function readPlace(text: string | null): { sessionId: string; position: number } | null {
  const [sessionId = '', position = ''] = text?.split(':') ?? [];
  return sessionId === '' ? null : { sessionId, position: Number(position) || 0 };
}
