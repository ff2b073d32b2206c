import type { WireSession } from '../../core/contracts/shapes.js';
import type { Api } from './api.js';
import { ApiError } from './api-error.js';
import type { Cell } from './cell.js';
import type { Drafts } from './drafts.js';
import type { LetterBox } from './letter-box.js';
import { dropSession, putSession } from './session-list.js';
import type { AsideState, DraftContext } from './state.js';

/** What a user can do with a session as a whole. */
export interface SessionActions {
  rename(id: string, title: string): void;
  /** Closed sessions take no more messages until they are opened again. */
  setClosed(id: string, closed: boolean): void;
  remove(id: string): void;
  /** Of the session on screen, also while it does not exist yet: the fields that change. False where it is not taken. */
  setContext(context: DraftContext): Promise<boolean>;
}

export function createSessionActions(deps: {
  cell: Cell<AsideState>;
  api: Api;
  letters: LetterBox;
  drafts: Drafts;
  /** Leaves the session on screen for a new one. */
  leave: () => void;
}): SessionActions {
  const { cell, api, letters, drafts } = deps;

  /** Runs an action; its failure becomes the notice. */
  async function attempt(action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      const { code, message } =
        error instanceof ApiError ? error : { code: 'UNREADABLE', message: 'Something failed.' };
      cell.set({ notice: { code, message } });
      return false;
    }
  }

  function adopt(session: WireSession): void {
    const { sessions, current } = cell.get();
    cell.set({ sessions: putSession(sessions, session) });
    if (current.id === session.id) cell.set({ current: { ...current, session } });
  }

  /** What the server did not take does not count: the page must not show it as if it did. */
  function takeBack(id: string): void {
    const { current } = cell.get();
    if (current.id !== id || !current.session) return;
    cell.set({ current: { ...current, context: current.session.context } });
  }

  return {
    rename: (id, title) => void attempt(async () => adopt(await api.updateSession(id, { title }))),
    setClosed: (id, closed) =>
      void attempt(async () => adopt(await api.updateSession(id, { status: closed ? 'closed' : 'active' }))),
    remove: (id) =>
      void attempt(async () => {
        await api.deleteSession(id);
        for (const { key, sessionId } of letters.all()) if (sessionId === id) letters.drop(key);
        drafts.drop(id);
        cell.set({ sessions: dropSession(cell.get().sessions, id) });
        if (cell.get().current.id === id) deps.leave();
      }),
    setContext: async (context) => {
      const { current } = cell.get();
      cell.set({
        current: { ...current, context: { ...current.context, ...context }, contextIsTyped: true },
      });
      const { id } = current;
      if (id === null) return true;
      return attempt(async () => {
        await api.updateSession(id, { context }).then(adopt, (error: unknown) => {
          takeBack(id);
          throw error;
        });
      });
    },
  };
}
