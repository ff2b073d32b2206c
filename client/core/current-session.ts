import type { SessionEvent } from '../../core/contracts/events.js';
import type { HistoryPage } from '../../core/contracts/http.js';
import type { WireSession } from '../../core/contracts/shapes.js';
import type { Api } from './api.js';
import type { ApiError } from './api-error.js';
import type { AuthorizedFetch } from './authorized-fetch.js';
import { blankSession, withHistory } from './blank-session.js';
import type { Cell } from './cell.js';
import { type Conversation, hasEnded } from './conversation.js';
import { findByMessage, prependPage } from './entries.js';
import { followSession, type SessionFollowing } from './follow-session.js';
import { newKey } from './new-key.js';
import type { Letter, Outbox } from './outbox.js';
import { applyEvent } from './reducer.js';
import { type Address, createSending } from './sending.js';
import { noteMessage, putSession } from './session-list.js';
import type { AsideState, CurrentSession, DraftContext } from './state.js';
import type { StreamLimits } from './stream-limits.js';
import { createTurnWatch } from './turn-watch.js';
import { unsentEntry, withoutEntry } from './unsent-entries.js';

/** What a user can do inside the open session. */
export interface CurrentSessionActions {
  /** Shows the message at once; the session is made when there is none. False: too many are waiting. */
  send(content: string): boolean;
  /** Sends a refused message again. */
  resend(key: string): void;
  stopTurn(turnId: string): void;
  retryTurn(turnId: string): void;
  loadOlder(): void;
  reconnectNow(): void;
}

interface CurrentSessionDeps {
  cell: Cell<AsideState>;
  api: Api;
  fetch: AuthorizedFetch;
  renewToken: () => Promise<unknown>;
  hostContext: () => DraftContext;
  remember: (sessionId: string | null) => void;
  rememberUnread: (count: number) => void;
  limits?: Partial<StreamLimits>;
}

interface CurrentSessionHandle extends CurrentSessionActions {
  open(id: string): void;
  leave(next: CurrentSession): void;
  setAttended(attended: boolean): void;
  /** Lets go of the connection, unless an answer is awaited. */
  rest(): void;
  /** Comes back from a rest; false when there was none. */
  wake(): boolean;
  stop(): void;
}

/** A session with the messages on their way to it; outlives being looked at while some still wait. */
interface Room extends Address {
  outbox: Outbox;
  following: SessionFollowing | null;
}

/** A turn quiet for this long is asked after. */
const QUIET_TURN_MS = 15_000;
/** Resyncs for missing text within one answer; then its end, which carries the whole text, is awaited. */
const MAX_GAPS = 3;

export function createCurrentSession(deps: CurrentSessionDeps): CurrentSessionHandle {
  const { cell, api } = deps;
  const rooms = new Set<Room>();
  let gaps = 0;
  let attended = true;
  let resting = false;
  const isRunning = () => Object.keys(cell.get().current.conversation.turns).length > 0;
  const watch = createTurnWatch({
    quietMs: QUIET_TURN_MS,
    isRunning,
    check: () => room.following?.resync(),
  });

  function patch(change: Partial<CurrentSession>): void {
    cell.set({ current: { ...cell.get().current, ...change } });
  }
  function converse(change: (conversation: Conversation) => Conversation): void {
    patch({ conversation: change(cell.get().current.conversation) });
  }

  const openOutbox = createSending({
    cell,
    api,
    isShown: (of) => of === room,
    hostContext: deps.hostContext,
    onMade: (session) => {
      patch({ id: session.id, session });
      deps.remember(session.id);
      follow(room, session.id);
    },
  });
  let room = makeRoom(null);

  function makeRoom(id: string | null): Room {
    const address = { id };
    const made: Room = Object.assign(address, { outbox: openOutbox(address), following: null });
    rooms.add(made);
    return made;
  }

  function follow(of: Room, id: string): void {
    gaps = 0;
    of.following = followSession({
      sessionId: id,
      api,
      fetch: deps.fetch,
      renewToken: deps.renewToken,
      onLoaded: loaded,
      onEvent: heard,
      onConnection: (connection) => {
        cell.set({ connection });
        if (connection.word === 'live' || connection.word === 'polling') of.outbox.flush();
      },
      onGone: () => {
        leave(blankSession(deps.hostContext()));
        cell.set({ notice: { code: 'CHAT_SESSION_NOT_FOUND', message: 'This session does not exist.' } });
      },
      ...(deps.limits ? { limits: deps.limits } : {}),
    });
  }

  function loaded(session: WireSession, page: HistoryPage): void {
    cell.set({
      sessions: putSession(cell.get().sessions, session),
      current: withHistory(cell.get().current, session, page),
    });
  }

  function heard(event: SessionEvent): void {
    watch.note();
    const before = cell.get().current.conversation;
    const after = applyEvent(before, event);
    if (after !== before) patch({ conversation: after });
    if (event.type === 'session.updated') {
      patch({ session: event.session, context: event.session.context });
      cell.set({ sessions: putSession(cell.get().sessions, event.session) });
    }
    if (event.type === 'message.created') {
      cell.set({ sessions: noteMessage(cell.get().sessions, event.message) });
    }
    if (event.type === 'turn.completed' || event.type === 'turn.stopped') {
      gaps = 0;
      const held = findByMessage(before.entries, event.message.id);
      const isNews = !held || !hasEnded(held.message);
      cell.set({ sessions: noteMessage(cell.get().sessions, event.message), stoppingTurnId: null });
      if (isNews && !attended && event.type === 'turn.completed') countUnread(cell.get().unread + 1);
    }
    if (after.gap && !before.gap) {
      if (gaps++ < MAX_GAPS) room.following?.resync();
    }
  }

  function countUnread(unread: number): void {
    if (cell.get().unread === unread) return;
    cell.set({ unread });
    deps.rememberUnread(unread);
  }

  function leave(next: CurrentSession): void {
    room.following?.stop();
    room.following = null;
    for (const held of rooms) {
      if (held.outbox.waiting().length === 0) {
        held.outbox.close();
        rooms.delete(held);
      }
    }
    room = [...rooms].find((held) => held.id === next.id && next.id !== null) ?? makeRoom(next.id);
    const unsent = room.outbox.waiting().map((letter) => unsentEntry(letter, next.id, 'waiting'));
    deps.remember(next.id);
    cell.set({
      current: { ...next, conversation: { ...next.conversation, entries: unsent } },
      notice: null,
      stoppingTurnId: null,
      ...(next.id === null ? { connection: { word: 'ready', retryAt: null } } : {}),
    });
    if (next.id !== null) follow(room, next.id);
  }

  async function act(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (cause) {
      const { code, message } = cause as ApiError;
      cell.set({ notice: { code, message }, stoppingTurnId: null });
      if ((cause as ApiError).status === 409) room.following?.resync();
    }
  }

  return {
    open: (id) => {
      if (id === room.id && room.following) return;
      const known = cell.get().sessions.items.find((item) => item.id === id) ?? null;
      leave({ ...blankSession(known?.context ?? {}), id, session: known, loading: true });
    },
    leave,
    send: (content) => {
      const letter: Letter = {
        key: newKey(),
        content,
        createdAt: new Date().toISOString(),
      };
      const entry = unsentEntry(letter, room.id, 'sending');
      converse((conversation) => ({ ...conversation, entries: [...conversation.entries, entry] }));
      if (room.outbox.add(letter)) return true;
      converse((conversation) => withoutEntry(conversation, entry.key));
      return false;
    },
    resend: (key) => {
      const entry = cell.get().current.conversation.entries.find((held) => held.key === key);
      if (!entry || entry.delivery === 'sent') return;
      const { content, created_at: createdAt } = entry.message;
      if (entry.delivery === 'refused') room.outbox.add({ key, content, createdAt });
      else room.outbox.flush();
    },
    stopTurn: (turnId) => {
      const { id } = room;
      if (id === null) return;
      cell.set({ stoppingTurnId: turnId });
      void act(() => api.stopTurn(id, turnId));
    },
    retryTurn: (turnId) => {
      const { id } = room;
      if (id !== null) void act(() => api.retryTurn(id, turnId));
    },
    loadOlder: () => {
      const { id, olderCursor, loadingOlder } = cell.get().current;
      if (id === null || olderCursor === null || loadingOlder) return;
      patch({ loadingOlder: true });
      void act(async () => {
        const page = await api.getHistory(id, olderCursor);
        if (room.id !== id) return;
        converse((held) => ({ ...held, entries: prependPage(held.entries, page.data) }));
        patch({ olderCursor: page.page.has_more ? page.page.next_cursor : null });
      }).finally(() => {
        if (room.id === id) patch({ loadingOlder: false });
      });
    },
    reconnectNow: () => {
      room.outbox.flush();
      if (cell.get().connection.word === 'signed-out') room.following?.resync();
      room.following?.reconnectNow();
    },
    rest: () => {
      if (resting || isRunning() || room.outbox.waiting().length > 0) return;
      resting = true;
      room.following?.pause();
    },
    wake: () => {
      const rested = resting;
      resting = false;
      if (rested) room.following?.resync();
      return rested;
    },
    setAttended: (now) => {
      attended = now;
      if (now) countUnread(0);
    },
    stop: () => {
      watch.stop();
      for (const held of rooms) held.outbox.close();
      room.following?.stop();
    },
  };
}
