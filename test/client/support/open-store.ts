import { expect } from '@jest/globals';
import { type AsideStore, createAside } from '../../../client/core/store.js';
import type { GetToken } from '../../../client/core/token-source.js';
import { quickLimits } from './follow.js';
import { makeToken } from './page-tokens.js';
import type { ScriptedServer } from './scripted-server.js';
import { settles } from './settles.js';

/** What a browser keeps between pages. */
export function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => void items.set(key, value),
  };
}

/** The whole client without a screen, as one tab of a user. */
export function openStore(
  server: ScriptedServer,
  options: { storage?: Storage; user?: string; getToken?: GetToken; fetch?: typeof fetch } = {},
): AsideStore {
  const user = options.user ?? 'consultant';
  const store = createAside({
    baseUrl: server.url,
    getToken: options.getToken ?? (() => makeToken(user)),
    storage: options.storage ?? memoryStorage(),
    context: { client_name: 'Acme Retail' },
    limits: quickLimits,
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  store.start();
  return store;
}

/** What each row says, as a person would read it down the list. */
export function rows(store: AsideStore): [type: string, status: string, content: string][] {
  return store
    .getSnapshot()
    .current.conversation.entries.map(({ message }) => [message.type, message.status, message.content]);
}

/** The same from the server's tables. */
export function history(server: ScriptedServer, store: AsideStore): [string, string, string][] {
  const session = server.sessions.get(store.getSnapshot().current.id ?? '');
  return (session?.messages ?? []).map((row) => [row.type, row.status, row.content]);
}

/** Waits until so many answers are whole. */
export function answers(store: AsideStore, count: number): Promise<void> {
  return settles(() => {
    const done = rows(store).filter(([type, status]) => type === 'assistant' && status === 'complete');
    expect(done).toHaveLength(count);
  });
}
