import type { Api } from './api.js';
import type { Cell } from './cell.js';
import { clientLimits } from './limits.js';
import type { AsideState } from './state.js';

/** Who types in the open session: this page tells the others, and shows for a moment that another one has told. */
export interface Typing {
  /** The user has changed what he is about to send. */
  typed(text: string): void;
  /** Somebody types in another tab, or on another device. */
  heard(userId: string): void;
  /** What was typed has been sent, or another session is open. */
  over(): void;
}

export function createTyping(deps: { cell: Cell<AsideState>; api: Pick<Api, 'noteTyping'> }): Typing {
  const { cell, api } = deps;
  let told: { sessionId: string; at: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(typing: string | null): void {
    clearTimeout(timer);
    if (cell.get().typing !== typing) cell.set({ typing });
  }
  return {
    typed: (text) => {
      const { id } = cell.get().current;
      if (id === null || text.trim() === '' || cell.get().connection.word !== 'live') return;
      const now = Date.now();
      if (told?.sessionId === id && now - told.at < clientLimits.tellTypingEveryMs) return;
      told = { sessionId: id, at: now };
      // Nobody waits for it, and the next one is on its way.
      api.noteTyping(id).catch(() => undefined);
    },
    heard: (userId) => {
      show(userId);
      timer = setTimeout(() => show(null), clientLimits.typingShownMs);
    },
    over: () => show(null),
  };
}
