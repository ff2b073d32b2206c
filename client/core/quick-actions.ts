import type { Api } from './api.js';
import type { Cell } from './cell.js';
import type { AsideState } from './state.js';

export interface QuickActions {
  /** Reads what is offered for the session on screen and its context; what was there stays until it is read. */
  loadQuickActions(language: 'en' | 'fr'): void;
}

export function createQuickActions({ cell, api }: { cell: Cell<AsideState>; api: Api }): QuickActions {
  let asked = 0;
  return {
    loadQuickActions: (language) => {
      const { id, context } = cell.get().current;
      const mine = ++asked;
      api
        .listQuickActions(id, language, context)
        .then(({ data }) => {
          if (mine === asked) cell.set({ quickActions: data });
        })
        // One can ask without them; they are read again with the next session.
        .catch(() => undefined);
    },
  };
}
