import type { WireMessage } from '../../core/contracts/shapes.js';
import type { Api } from './api.js';
import { newKey } from './new-key.js';
import type { Room } from './rooms.js';

export interface VersionActions {
  /**
   * Asks for the answer once more. Resolves once the server has answered; asked twice meanwhile, it is asked once.
   */
  retryTurn(turnId: string): Promise<void>;
  /** All versions of the question and the answer that a message belongs to; null when they could not be read. */
  readVersions(messageId: string): Promise<readonly WireMessage[] | null>;
}

export function createVersionActions(deps: {
  api: Api;
  room: () => Room;
  /** Runs an action; false when it has failed, which the notice tells. */
  act: (action: () => Promise<void>) => Promise<boolean>;
}): VersionActions {
  const { api, act } = deps;
  const retried = new Set<string>();
  return {
    retryTurn: async (turnId) => {
      const { id } = deps.room();
      if (id === null || retried.has(turnId)) return;
      retried.add(turnId);
      await act(() => api.retryTurn(id, turnId, newKey()));
      retried.delete(turnId);
    },
    readVersions: async (messageId) => {
      const { id } = deps.room();
      if (id === null) return null;
      let rows: readonly WireMessage[] | null = null;
      await act(async () => {
        rows = (await api.getVersions(id, messageId)).data;
      });
      return rows;
    },
  };
}
