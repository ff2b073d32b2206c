import type { WireMessage } from '../../core/contracts/shapes.js';
import type { Cell } from './cell.js';
import type { Keepsake } from './keepsake.js';
import { clientLimits } from './limits.js';
import type { AsideState } from './state.js';

/**
 * Counts the answers of the session on screen that ended while nobody looked, also while the page was away. The tabs of
 * one user count together: what one of them has shown is read in all. Each session has a count of its own, since a tab
 * shows nothing of the sessions that others are at.
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
  /** The session that is counted here. */
  let mine: string | null = null;
  /** The last answer that was seen or counted: its session and position. */
  let seen: { sessionId: string; position: number } | null = null;

  const isOnScreen = () => mine !== null && cell.get().current.id === mine;
  function show(unread: number): void {
    if (cell.get().unread !== unread) cell.set({ unread });
  }
  function count(unread: number): void {
    show(unread);
    if (mine === null) return;
    const counts = readCounts(keepsake.read('unread'));
    if ((counts.get(mine) ?? 0) === unread) return;
    counts.delete(mine);
    if (unread > 0) counts.set(mine, unread);
    keepsake.write('unread', writeCounts(counts));
  }
  function turnTo(sessionId: string): void {
    if (mine === sessionId) return;
    mine = sessionId;
    count(attended ? 0 : (readCounts(keepsake.read('unread')).get(sessionId) ?? 0));
  }
  function see(sessionId: string, position: number): void {
    seen = { sessionId, position };
    keepsake.write('seen', `${sessionId}:${position}`);
  }
  const unwatch = keepsake.watch(['seen', 'unread'], (name, value) => {
    if (name === 'seen') {
      const told = readPlace(value);
      if (told && told.sessionId === seen?.sessionId && told.position > seen.position) seen = told;
    } else if (mine !== null && isOnScreen()) {
      if (attended) count(0);
      else show(readCounts(value).get(mine) ?? 0);
    }
  });
  return {
    close: unwatch,
    restore: () => {
      seen ??= readPlace(keepsake.read('seen'));
      // A page that has only just come shows the count before it has what was not read.
      const last = keepsake.read('session') ?? '';
      if (mine === null) show(attended ? 0 : (readCounts(keepsake.read('unread')).get(last) ?? 0));
    },
    setAttended: (now) => {
      attended = now;
      if (!now) return;
      if (isOnScreen()) count(0);
      else show(0);
    },
    begin: (sessionId) => {
      turnTo(sessionId);
      see(sessionId, 0);
    },
    note: (sessionId, messages) => {
      turnTo(sessionId);
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

/** `session:count` of each session with something unread, the last to change at the end. */
function readCounts(text: string | null): Map<string, number> {
  const places = (text ?? '').split(' ').flatMap((part) => readPlace(part) ?? []);
  return new Map(places.map(({ sessionId, position }) => [sessionId, position]));
}

function writeCounts(counts: ReadonlyMap<string, number>): string | null {
  const newest = [...counts].slice(-clientLimits.unreadSessions);
  return newest.length === 0 ? null : newest.map(([id, unread]) => `${id}:${unread}`).join(' ');
}
