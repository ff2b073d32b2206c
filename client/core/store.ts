import { chooseLanguage, type Language, pageLanguages } from '../i18n/choose-language.js';
import { type Api, createApi } from './api.js';
import type { ApiError } from './api-error.js';
import { createArrival } from './arrival.js';
import { type AuthorizedFetch, createAuthorizedFetch } from './authorized-fetch.js';
import { blankSession } from './blank-session.js';
import { putBudgetAway } from './budget-notice.js';
import { createCell } from './cell.js';
import { type CurrentSessionActions, createCurrentSession } from './current-session.js';
import { createDrafts } from './drafts.js';
import { createKeepsake } from './keepsake.js';
import { createLetterBox } from './letter-box.js';
import { createQuickActions, type QuickActions } from './quick-actions.js';
import { watchReach } from './reach.js';
import { createSessionActions, type SessionActions } from './session-actions.js';
import { createSessionListing } from './session-listing.js';
import type { AsideState, Connection, DraftContext } from './state.js';
import { defaultStreamLimits, type StreamLimits } from './stream-limits.js';
import { createTokenSource, type GetToken, readClaims } from './token-source.js';
import { createTyping } from './typing.js';
import { createUnread } from './unread.js';
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
export interface AsideStore extends CurrentSessionActions, SessionActions, QuickActions {
  getSnapshot(): AsideState;
  /** Called after every change. */
  subscribe(listener: () => void): () => void;
  /** Finds out who is signed in, opens the session of the last visit and reads the list. */
  start(): void;
  loadSessions(): void;
  loadMoreSessions(): void;
  select(id: string): void;
  startNew(): void;
  /** The page the host shows has changed; sessions started from now on carry this context. */
  setHostContext(context: DraftContext): void;
  /**
   * Whether the conversation is on screen; answers that end while it is not, or while the browser's tab is
   * hidden, are counted as unread.
   */
  setAttended(attended: boolean): void;
  /** Makes the panel the larger one, also on the user's next pages. */
  setWide(wide: boolean): void;
  /** What the page speaks with its user; new sessions are told. Else the document's language, else the browser's. */
  setLanguage(language: Language): void;
  dismissNotice(): void;
  dismissBudget(): void;
  /** What is being typed for the open session; kept over sessions, pages and reloads. */
  readDraft(): string;
  writeDraft(text: string): void;
  /** The same in place of one of its messages; one for each session. */
  readEdit(messageId: string): string;
  writeEdit(messageId: string, text: string): void;
  /** For good. What is on its way is given up; what is unsent goes out from the user's next store. */
  close(): void;
}

export function createAside(options: AsideOptions): AsideStore {
  const tokens = createTokenSource({ getToken: options.getToken });
  const plainFetch = watchReach({
    baseUrl: options.baseUrl,
    fetch: options.fetch ?? ((...request: Parameters<typeof fetch>) => fetch(...request)),
    onChange: (unreached) => cell.set({ unreached }),
  });
  const authorized: AuthorizedFetch = createAuthorizedFetch({ tokens, fetch: plainFetch });
  const api: Api = createApi({ baseUrl: options.baseUrl, fetch: authorized });
  let hostContext: DraftContext = options.context ?? {};
  let onScreen = true;
  let started = false;
  let closed = false;

  const cell = createCell<AsideState>({
    userId: null,
    connection: { word: 'connecting', retryAt: null },
    sessions: { items: [], nextCursor: null, status: 'idle' },
    current: blankSession(hostContext),
    notice: null,
    budget: null,
    budgetPutAway: null,
    typing: null,
    readsOnly: false,
    unreached: null,
    unread: 0,
    quickActions: [],
    takenBack: 0,
    wide: false,
  });
  const currentId = () => cell.get().current.id;
  const keepsake = createKeepsake({
    storage: options.storage === undefined ? findStorage() : options.storage,
    prefix: () => {
      const { userId } = cell.get();
      return userId === null ? null : `aside:${options.baseUrl}:${userId}:`;
    },
  });
  const letters = createLetterBox(keepsake);
  const drafts = createDrafts(keepsake);
  const unread = createUnread({ cell, keepsake });
  const typing = createTyping({ cell, api });
  const listing = createSessionListing({ cell, api, isClosed: () => closed });
  let language: Language | null = null;
  const current = createCurrentSession({
    cell,
    api,
    fetch: authorized,
    letters,
    drafts,
    unread,
    typing,
    renewToken: async () => tokens.renew(await tokens.current()),
    hostContext: () => hostContext,
    language: () => language ?? chooseLanguage(pageLanguages()),
    remember: (id) => keepsake.write('session', id),
    ...(options.limits ? { limits: options.limits } : {}),
  });
  const arrival = createArrival({
    arrive,
    onTrouble: (error, retryAt) => {
      // A session that is followed knows better how the connection is.
      if (currentId() === null) cell.set({ connection: connectionIn(error, retryAt) });
    },
    backoff: options.limits?.backoff ?? defaultStreamLimits.backoff,
  });

  const unwatch = watchBrowser({
    network: () => {
      if (started) reconnectNow();
    },
    visible: () => {
      unread.setAttended(onScreen);
      if (started && !current.wake() && cell.get().connection.word !== 'live') reconnectNow();
    },
    hidden: () => {
      unread.setAttended(false);
      drafts.flush();
    },
    forgotten: () => {
      if (started) current.rest();
    },
  });

  /** Who is signed in, then what that user left here, then the list. */
  async function arrive(): Promise<void> {
    if (cell.get().userId === null) await identify();
    if (closed) return;
    const list = listing.load(null);
    if (currentId() !== null) {
      // The panel that shows the list says so when it could not be read.
      list.catch(() => undefined);
      return;
    }
    await list;
    if (currentId() === null && !closed) cell.set({ connection: { word: 'ready', retryAt: null } });
  }

  async function identify(): Promise<void> {
    const { sub } = readClaims(await tokens.current());
    if (closed) return;
    cell.set({ userId: typeof sub === 'string' ? sub : 'anyone' });
    // Who has made it so before he was known wants it kept.
    if (cell.get().wide) keepsake.write('wide', 'yes');
    else cell.set({ wide: keepsake.read('wide') !== null });
    letters.keep();
    drafts.keep();
    unread.restore();
    current.restore();
    const held = cell.get().current;
    // Somebody has begun to ask already: they stay where they are.
    if (held.id !== null || held.conversation.entries.length > 0) return;
    const last = keepsake.read('session');
    const unmade = letters.all().findLast((letter) => letter.sessionId === null);
    if (last) {
      drafts.move(null, last);
      current.open(last);
    } else if (unmade) {
      current.leave({ ...blankSession(unmade.context), key: unmade.place });
    }
  }

  function reconnectNow(): void {
    started = true;
    if (currentId() === null) arrival.now();
    current.reconnectNow();
  }

  return {
    ...current,
    ...createSessionActions({
      cell,
      api,
      letters,
      drafts,
      leave: () => current.leave(blankSession(hostContext)),
    }),
    ...createQuickActions({ cell, api }),
    getSnapshot: cell.get,
    subscribe: cell.subscribe,
    start: () => {
      started = true;
      arrival.start();
    },
    reconnectNow,
    loadSessions: () => {
      if (currentId() === null) arrival.now();
      else listing.load(null).catch(() => undefined);
    },
    loadMoreSessions: () => {
      const { nextCursor } = cell.get().sessions;
      if (nextCursor) listing.load(nextCursor).catch(() => undefined);
    },
    select: (id) => current.open(id),
    startNew: () => current.leave(blankSession(hostContext)),
    setHostContext: (context) => {
      hostContext = context;
      const held = cell.get().current;
      if (held.id === null && held.conversation.entries.length === 0 && !held.contextIsTyped) {
        cell.set({ current: { ...held, context } });
      }
    },
    setAttended: (now) => {
      onScreen = now;
      unread.setAttended(now && globalThis.document?.visibilityState !== 'hidden');
    },
    setWide: (wide) => {
      cell.set({ wide });
      keepsake.write('wide', wide ? 'yes' : null);
    },
    setLanguage: (now) => {
      language = now;
    },
    dismissNotice: () => cell.set({ notice: null }),
    dismissBudget: () => putBudgetAway(cell),
    readDraft: () => drafts.read(currentId()),
    writeDraft: (text) => {
      drafts.write(currentId(), text);
      typing.typed(text);
    },
    readEdit: (messageId) => drafts.readEdit(currentId(), messageId),
    writeEdit: (messageId, text) => {
      drafts.writeEdit(currentId(), messageId, text);
      typing.typed(text);
    },
    close: () => {
      closed = true;
      drafts.flush();
      typing.over();
      unread.close();
      unwatch();
      arrival.stop();
      current.stop();
    },
  };
}

function connectionIn(error: ApiError, retryAt: number | null): Connection {
  if (error.code === 'SIGNED_OUT') return { word: 'signed-out', retryAt: null };
  return retryAt === null ? { word: 'refused', retryAt: null } : { word: 'offline', retryAt };
}

function findStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
