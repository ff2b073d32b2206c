import type { WireSession } from '../../core/contracts/shapes.js';
import { type Api, createApi } from './api.js';
import { ApiError } from './api-error.js';
import { type AuthorizedFetch, createAuthorizedFetch } from './authorized-fetch.js';
import { blankSession } from './blank-session.js';
import { createCell } from './cell.js';
import { type CurrentSessionActions, createCurrentSession } from './current-session.js';
import { createKeepsake, type Keepsake } from './keepsake.js';
import { dropSession, extendList, putSession } from './session-list.js';
import type { AsideState, DraftContext } from './state.js';
import type { StreamLimits } from './stream-limits.js';
import { createTokenSource, type GetToken, readClaims } from './token-source.js';
import { watchBrowser } from './watch-browser.js';

export interface AsideOptions {
  /** Origin (and path prefix) of the server, without `/api`. */
  baseUrl: string;
  getToken: GetToken;
  /** Context of sessions that are started here, from the page the widget stands on. */
  context?: DraftContext;
  storage?: Storage | null;
  fetch?: typeof fetch;
  limits?: Partial<StreamLimits>;
}

/**
 * The widget without a screen: sessions, one of them open, and everything a user can do. No action rejects;
 * what went wrong is in the state, as a `notice` or on the message it concerns.
 */
export interface AsideStore extends CurrentSessionActions {
  getSnapshot(): AsideState;
  /** Called after every change. */
  subscribe(listener: () => void): () => void;
  /** Finds out who is signed in, opens the session of the last visit and reads the list. */
  start(): void;
  loadSessions(): void;
  loadMoreSessions(): void;
  select(id: string): void;
  startNew(): void;
  rename(id: string, title: string): void;
  /** Closed sessions take no more messages until they are opened again. */
  setClosed(id: string, closed: boolean): void;
  remove(id: string): void;
  /** The page the host shows has changed; sessions started from now on carry this context. */
  setHostContext(context: DraftContext): void;
  setContext(context: DraftContext): void;
  /** Whether somebody sees the conversation: answers that end meanwhile are counted as unread. */
  setAttended(attended: boolean): void;
  dismissNotice(): void;
  readDraft(): string;
  writeDraft(text: string): void;
  close(): void;
}

export function createAside(options: AsideOptions): AsideStore {
  const tokens = createTokenSource({ getToken: options.getToken });
  const plainFetch = options.fetch ?? ((...request: Parameters<typeof fetch>) => fetch(...request));
  const authorized: AuthorizedFetch = createAuthorizedFetch({ tokens, fetch: plainFetch });
  const api: Api = createApi({ baseUrl: options.baseUrl, fetch: authorized });
  const storage = options.storage === undefined ? findStorage() : options.storage;
  let hostContext: DraftContext = options.context ?? {};
  let keepsake: Keepsake = createKeepsake({ storage: null, prefix: '' });
  let started = false;

  const cell = createCell<AsideState>({
    userId: null,
    connection: { word: 'connecting', retryAt: null },
    sessions: { items: [], nextCursor: null, status: 'idle' },
    current: blankSession(hostContext),
    notice: null,
    unread: 0,
    stoppingTurnId: null,
  });
  const current = createCurrentSession({
    cell,
    api,
    fetch: authorized,
    renewToken: async () => tokens.renew(await tokens.current()),
    hostContext: () => hostContext,
    remember: (id) => keepsake.write('session', id),
    rememberUnread: (count) => keepsake.write('unread', count === 0 ? null : String(count)),
    ...(options.limits ? { limits: options.limits } : {}),
  });

  const unwatch = watchBrowser({
    network: () => {
      if (started) current.reconnectNow();
    },
    visible: () => {
      if (!started) return;
      if (!current.wake() && cell.get().connection.word !== 'live') current.reconnectNow();
    },
    forgotten: () => {
      if (started) current.rest();
    },
  });

  async function begin(): Promise<void> {
    try {
      const { sub } = readClaims(await tokens.current());
      const userId = typeof sub === 'string' ? sub : 'anyone';
      keepsake = createKeepsake({ storage, prefix: `aside:${options.baseUrl}:${userId}:` });
      cell.set({ userId, unread: Number(keepsake.read('unread') ?? 0) || 0 });
      const last = keepsake.read('session');
      if (last) current.open(last);
      else cell.set({ connection: { word: 'ready', retryAt: null } });
      await loadSessions(null);
    } catch {
      started = false;
      cell.set({ connection: { word: 'signed-out', retryAt: null } });
    }
  }

  async function loadSessions(cursor: string | null): Promise<void> {
    if (cell.get().sessions.status === 'loading') return;
    cell.set({ sessions: { ...cell.get().sessions, status: 'loading' } });
    try {
      const page = await api.listSessions(cursor);
      const list = cursor ? cell.get().sessions : { ...cell.get().sessions, items: [] };
      cell.set({ sessions: extendList(list, page.data, page.page.next_cursor) });
      if (cell.get().current.id === null) cell.set({ connection: { word: 'ready', retryAt: null } });
    } catch (error) {
      cell.set({ sessions: { ...cell.get().sessions, status: 'failed' } });
      if (cell.get().current.id === null && error instanceof ApiError) {
        cell.set({
          connection:
            error.code === 'SIGNED_OUT'
              ? { word: 'signed-out', retryAt: null }
              : { word: 'offline', retryAt: null },
        });
      }
    }
  }

  /** Runs an action of the user; its failure becomes the notice. */
  async function attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const { code, message } =
        error instanceof ApiError ? error : { code: 'UNREADABLE', message: 'Something failed.' };
      cell.set({ notice: { code, message } });
    }
  }

  function adopt(session: WireSession): void {
    cell.set({ sessions: putSession(cell.get().sessions, session) });
    if (cell.get().current.id === session.id) {
      cell.set({ current: { ...cell.get().current, session } });
    }
  }

  const draftName = () => `draft:${cell.get().current.id ?? 'new'}`;

  return {
    ...current,
    send: (content) => {
      keepsake.write(draftName(), null);
      return current.send(content);
    },
    getSnapshot: cell.get,
    subscribe: cell.subscribe,
    start: () => {
      if (started) return;
      started = true;
      void begin();
    },
    reconnectNow: () => {
      if (!started) {
        started = true;
        void begin();
      } else if (cell.get().current.id === null) void loadSessions(null);
      else current.reconnectNow();
    },
    loadSessions: () => void loadSessions(null),
    loadMoreSessions: () => {
      const { nextCursor } = cell.get().sessions;
      if (nextCursor) void loadSessions(nextCursor);
    },
    select: (id) => current.open(id),
    startNew: () => current.leave(blankSession(hostContext)),
    rename: (id, title) => void attempt(async () => adopt(await api.updateSession(id, { title }))),
    setClosed: (id, closed) =>
      void attempt(async () => adopt(await api.updateSession(id, { status: closed ? 'closed' : 'active' }))),
    remove: (id) =>
      void attempt(async () => {
        await api.deleteSession(id);
        cell.set({ sessions: dropSession(cell.get().sessions, id) });
        if (cell.get().current.id === id) current.leave(blankSession(hostContext));
      }),
    setHostContext: (context) => {
      hostContext = context;
      const held = cell.get().current;
      if (held.id === null && held.conversation.entries.length === 0) {
        cell.set({ current: { ...held, context } });
      }
    },
    setContext: (context) => {
      const { id } = cell.get().current;
      cell.set({ current: { ...cell.get().current, context } });
      if (id) void attempt(async () => adopt(await api.updateSession(id, { context })));
    },
    setAttended: (attended) => current.setAttended(attended),
    dismissNotice: () => cell.set({ notice: null }),
    readDraft: () => keepsake.read(draftName()) ?? '',
    writeDraft: (text) => keepsake.write(draftName(), text),
    close: () => {
      unwatch();
      current.stop();
    },
  };
}

function findStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
