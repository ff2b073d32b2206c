import type { WireMessage } from '../../core/contracts/shapes.js';
import type { Cell } from './cell.js';
import type { Keepsake } from './keepsake.js';
import type { AsideState } from './state.js';

/** Counts the answers that ended while nobody looked, also while the page was away. */
export interface Unread {
  /** The keepsake has opened. */
  restore(): void;
  setAttended(attended: boolean): void;
  /** A session that has just been made: nothing in it has been seen. */
  begin(sessionId: string): void;
  /** Messages of the session on screen, as history or an event tells them. */
  note(sessionId: string, messages: readonly WireMessage[]): void;
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
  return {
    restore: () => {
      const [sessionId = '', position = ''] = keepsake.read('seen')?.split(':') ?? [];
      seen ??= sessionId === '' ? null : { sessionId, position: Number(position) || 0 };
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
