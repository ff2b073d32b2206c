import type { SessionEvent } from '../../core/contracts/events.js';
import type { HistoryPage } from '../../core/contracts/http.js';
import type { WireMessage, WireSession } from '../../core/contracts/shapes.js';
import type { Api } from './api.js';
import { ApiError } from './api-error.js';
import type { AuthorizedFetch } from './authorized-fetch.js';
import { blankSession, withHistory } from './blank-session.js';
import { hearBudget } from './budget-notice.js';
import type { Cell } from './cell.js';
import type { Conversation } from './conversation.js';
import type { Drafts } from './drafts.js';
import { prependPage } from './entries.js';
import { followSession } from './follow-session.js';
import { createGapMender } from './gap-mender.js';
import { createLetterActions, type LetterActions } from './letter-actions.js';
import type { LetterBox } from './letter-box.js';
import { clientLimits } from './limits.js';
import { applyEvent, markStopping } from './reducer.js';
import { createRooms, type Room } from './rooms.js';
import { createSending } from './sending.js';
import { noteMessage, putSession } from './session-list.js';
import type { AsideState, CurrentSession, DraftContext } from './state.js';
import type { StreamLimits } from './stream-limits.js';
import { createTurnWatch } from './turn-watch.js';
import type { Typing } from './typing.js';
import type { Unread } from './unread.js';
import { unsentEntry } from './unsent-entries.js';
import { createVersionActions, type VersionActions } from './version-actions.js';

/** What a user can do inside the open session. */
export interface CurrentSessionActions extends LetterActions, VersionActions {
  stopTurn(turnId: string): void;
  loadOlder(): void;
  reconnectNow(): void;
}

interface CurrentSessionDeps {
  cell: Cell<AsideState>;
  api: Api;
  fetch: AuthorizedFetch;
  letters: LetterBox;
  drafts: Drafts;
  unread: Unread;
  typing: Typing;
  renewToken: () => Promise<unknown>;
  hostContext: () => DraftContext;
  language: () => string;
  remember: (sessionId: string | null) => void;
  limits?: Partial<StreamLimits>;
}

interface CurrentSessionHandle extends CurrentSessionActions {
  open(id: string): void;
  leave(next: CurrentSession): void;
  /** Sends what an earlier page left behind. */
  restore(): void;
  /** Lets go of the connection, unless an answer is awaited. */
  rest(): void;
  /** Comes back from a rest; false when there was none. */
  wake(): boolean;
  /** For good: nothing is sent, opened or followed from now on. */
  stop(): void;
}

export function createCurrentSession(deps: CurrentSessionDeps): CurrentSessionHandle {
  const { cell, api, letters } = deps;
  let resting = false;
  let closed = false;
  const isRunning = () => Object.keys(cell.get().current.conversation.turns).length > 0;
  const resync = () => room.following?.resync();
  const gaps = createGapMender({ isOpen: () => cell.get().current.conversation.gap, resync });
  const watch = createTurnWatch({ quietMs: clientLimits.quietTurnMs, isRunning, check: resync });

  function patch(change: Partial<CurrentSession>): void {
    cell.set({ current: { ...cell.get().current, ...change } });
  }
  function converse(change: (conversation: Conversation) => Conversation): void {
    patch({ conversation: change(cell.get().current.conversation) });
  }

  const rooms = createRooms(
    createSending({
      cell,
      api,
      letters,
      isShown: ({ place }) => place === room.place,
      isClosed: () => closed,
      language: deps.language,
      onMade: (session) => {
        patch({ id: session.id, session });
        deps.remember(session.id);
        deps.drafts.move(null, session.id);
        deps.unread.begin(session.id);
        follow(room, session.id);
      },
    }),
  );
  let room = rooms.enter(null, cell.get().current.key);

  function follow(of: Room, id: string): void {
    if (closed) return;
    gaps.forget();
    of.following = followSession({
      sessionId: id,
      api,
      fetch: deps.fetch,
      renewToken: deps.renewToken,
      onLoaded: loaded,
      onEvent: heard,
      onConnection: (connection) => {
        cell.set({ connection });
        if (connection.word !== 'live' && connection.word !== 'polling') return;
        // What was said of a connection that was lost is no longer so.
        if (cell.get().notice?.code === 'OFFLINE') cell.set({ notice: null });
        rooms.flush();
      },
      onGone: () => gone(id),
      onRefused: (error) => cell.set({ notice: { code: error.code, message: error.message } }),
      ...(deps.limits ? { limits: deps.limits } : {}),
    });
  }

  function loaded(session: WireSession, page: HistoryPage): void {
    cell.set({
      sessions: putSession(cell.get().sessions, session),
      current: withHistory(cell.get().current, session, page),
    });
    settle(session.id, page.data);
  }

  function heard(event: SessionEvent): void {
    watch.note();
    const before = cell.get().current.conversation;
    const after = applyEvent(before, event);
    if (after !== before) patch({ conversation: after });
    switch (event.type) {
      case 'session.updated':
        // Two changes in one moment may be told in the other order.
        if (isOlder(event.session, cell.get().current.session)) break;
        patch({ session: event.session, context: event.session.context });
        cell.set({ sessions: putSession(cell.get().sessions, event.session) });
        break;
      case 'turn.completed':
      case 'turn.stopped':
        gaps.forget();
        noted(event.message);
        break;
      case 'typing':
        deps.typing.heard(event.user_id);
        break;
      case 'message.created':
        deps.typing.over();
        noted(event.message);
        break;
    }
    if (event.type === 'snapshot') settle(event.session_id, event.messages);
    hearBudget(cell, event);
    if (after.gap && !before.gap) gaps.mend(after.hole);
  }

  function noted(message: WireMessage): void {
    cell.set({ sessions: noteMessage(cell.get().sessions, message) });
    settle(message.session_id, [message]);
  }

  /** What the server has told of is news, and what it says arrived after all needs no more sending. */
  function settle(sessionId: string, messages: readonly WireMessage[]): void {
    for (const { client_message_id: key } of messages) {
      if (key !== null && letters.get(key)?.problem) letters.drop(key);
    }
    deps.unread.note(sessionId, messages);
  }

  /** Letters to a session that is no more go back to the user, in a new one. */
  function gone(id: string): void {
    const problem = { code: 'CHAT_SESSION_NOT_FOUND', message: 'This session does not exist.' };
    for (const { key, sessionId } of letters.all()) {
      if (sessionId === id) letters.change(key, { sessionId: null, tried: false, problem });
    }
    leave(blankSession(deps.hostContext()));
    cell.set({ notice: problem });
  }

  function leave(next: CurrentSession): void {
    if (closed) return;
    room.following?.stop();
    room.following = null;
    deps.typing.over();
    rooms.clear();
    room = rooms.enter(next.id, next.key);
    const { id, place } = room;
    const unsent = letters
      .all()
      .filter(
        (letter) => letter.sessionId === id && (id !== null || letter.place === place || letter.problem),
      )
      .map((letter) => unsentEntry(letter, letter.problem ? 'refused' : 'waiting'));
    deps.remember(id);
    cell.set({
      current: { ...next, key: place, conversation: { ...next.conversation, entries: unsent } },
      notice: null,
      ...(id === null ? { connection: { word: 'ready', retryAt: null } } : {}),
    });
    if (id !== null) follow(room, id);
  }

  /** Runs an action of the user; its failure becomes the notice. 409 says that the screen is behind, but for a bound. */
  async function act(action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (cause) {
      const error = cause instanceof ApiError ? cause : new ApiError(0, 'UNREADABLE', 'Something failed.');
      if (closed) return false;
      if (error.status === 409 && error.code !== 'CHAT_TOO_MANY_VERSIONS') room.following?.resync();
      else cell.set({ notice: { code: error.code, message: error.message } });
      return false;
    }
  }

  /** Tries until the server has heard it or the turn has ended: what was pressed without a connection counts too. */
  function sendStop(id: string, turnId: string): Promise<boolean> {
    const isWanted = () =>
      !closed && room.id === id && cell.get().current.conversation.turns[turnId]?.stopping;
    return act(async () => {
      while (isWanted()) {
        try {
          return await api.stopTurn(id, turnId);
        } catch (error) {
          if (!(error instanceof ApiError) || error.code !== 'OFFLINE') throw error;
          await new Promise((resolve) => setTimeout(resolve, clientLimits.stopAgainMs));
        }
      }
    });
  }

  return {
    ...createLetterActions({ cell, letters, drafts: deps.drafts, room: () => room, isClosed: () => closed }),
    ...createVersionActions({ api, room: () => room, act }),
    open: (id) => {
      if (id === room.id && room.following) return;
      const known = cell.get().sessions.items.find((item) => item.id === id) ?? null;
      leave({ ...blankSession(known?.context ?? {}), id, session: known, loading: true });
    },
    leave,
    restore: () => rooms.restore(letters),
    stopTurn: (turnId) => {
      const { id } = room;
      if (id === null) return;
      converse((held) => markStopping(held, turnId, true));
      void sendStop(id, turnId).then((stops) => {
        if (!stops && room.id === id) converse((held) => markStopping(held, turnId, false));
      });
    },
    loadOlder: () => {
      const { id, olderCursor, loadingOlder } = cell.get().current;
      if (id === null || olderCursor === null || loadingOlder) return;
      patch({ loadingOlder: true });
      void act(async () => {
        const page = await api.getHistory(id, olderCursor);
        // Read again meanwhile, the conversation may begin elsewhere.
        if (room.id !== id || cell.get().current.olderCursor !== olderCursor) return;
        converse((held) => ({ ...held, entries: prependPage(held.entries, page.data) }));
        patch({ olderCursor: page.page.has_more ? page.page.next_cursor : null });
      }).then(() => {
        if (room.id === id) patch({ loadingOlder: false });
      });
    },
    reconnectNow: () => {
      rooms.flush();
      const { word } = cell.get().connection;
      if (word === 'signed-out' || word === 'refused') room.following?.resync();
      room.following?.reconnectNow();
    },
    rest: () => {
      if (resting || isRunning() || rooms.hasWaiting()) return;
      resting = true;
      room.following?.pause();
    },
    wake: () => {
      const rested = resting;
      resting = false;
      if (rested) room.following?.resync();
      return rested;
    },
    stop: () => {
      closed = true;
      watch.stop();
      gaps.forget();
      rooms.close();
      room.following?.stop();
    },
  };
}

function isOlder(told: WireSession, held: WireSession | null): boolean {
  return held !== null && told.id === held.id && told.updated_at < held.updated_at;
}
