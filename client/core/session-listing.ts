import type { Api } from './api.js';
import { noteBudget } from './budget-notice.js';
import type { Cell } from './cell.js';
import { extendList, keepName } from './session-list.js';
import type { AsideState } from './state.js';

/** Reads the list of sessions page by page; one read at a time, which all who ask meanwhile share. */
export function createSessionListing(deps: { cell: Cell<AsideState>; api: Api; isClosed: () => boolean }): {
  load: (cursor: string | null) => Promise<void>;
} {
  const { cell, api } = deps;
  let pending: Promise<void> | null = null;

  async function read(cursor: string | null): Promise<void> {
    cell.set({ sessions: { ...cell.get().sessions, status: 'loading' } });
    try {
      const page = await api.listSessions(cursor);
      if (deps.isClosed()) return;
      const named = page.data.map((session) => keepName(cell.get().sessions, session));
      const list = cursor ? cell.get().sessions : { ...cell.get().sessions, items: [] };
      // Servers before 0.1 do not tell; who may not write is then refused when he tries.
      cell.set({
        sessions: extendList(list, named, page.page.next_cursor),
        readsOnly: page.can_write === false,
      });
      noteBudget(cell, page.budget ?? null);
    } catch (error) {
      if (!deps.isClosed()) cell.set({ sessions: { ...cell.get().sessions, status: 'failed' } });
      throw error;
    }
  }
  return {
    load: (cursor) => {
      pending ??= read(cursor).finally(() => {
        pending = null;
      });
      return pending;
    },
  };
}
