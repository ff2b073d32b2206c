import type { WireSession } from '../../core/contracts/shapes.js';
import type { Api } from './api.js';
import { ApiError } from './api-error.js';
import type { Cell } from './cell.js';
import type { Conversation, Delivery } from './conversation.js';
import type { Letter, LetterBox } from './letter-box.js';
import { createOutbox, type Outbox } from './outbox.js';
import { applyAccepted } from './reducer.js';
import type { Address } from './rooms.js';
import { noteMessage, putSession } from './session-list.js';
import type { AsideState } from './state.js';
import { titleFrom } from './title-from.js';
import { lastPosition, markUnsent, withoutEntry } from './unsent-entries.js';

interface SendingDeps {
  cell: Cell<AsideState>;
  api: Api;
  letters: LetterBox;
  /** Whether this is the session on screen; others are sent to without showing it. */
  isShown: (address: Address) => boolean;
  /** The session on screen has just been made. */
  onMade: (session: WireSession) => void;
  isClosed: () => boolean;
  /** What a text of few words is taken for. */
  language: () => string;
}

/** Opens outboxes whose progress shows on the messages they carry. */
export function createSending(deps: SendingDeps): (address: Address) => Outbox {
  const { cell, api, letters } = deps;

  function converse(address: Address, change: (conversation: Conversation) => Conversation): void {
    if (!deps.isShown(address)) return;
    const { current } = cell.get();
    cell.set({ current: { ...current, conversation: change(current.conversation) } });
  }

  function mark(address: Address, key: string, delivery: Delivery, error: ApiError | null): void {
    const problem = error && { code: error.code, message: error.message, sentences: error.sentences };
    const isLost = error?.code === 'CHAT_SESSION_NOT_FOUND' || error?.status === 410;
    const { current } = cell.get();
    const isSeen = delivery === 'refused' && deps.isShown(address) && !current.loading;
    const after = isSeen ? lastPosition(current.conversation) : undefined;
    letters.change(key, {
      problem: delivery === 'refused' ? problem : null,
      after,
      // Its session is no more: it shows with the next new one.
      ...(isLost ? { sessionId: null, tried: false } : {}),
    });
    converse(address, (conversation) => markUnsent(conversation, key, delivery, problem, after));
  }

  function wait(address: Address, key: string, error: ApiError, retryAt: number): void {
    mark(address, key, 'waiting', error);
    if (!deps.isShown(address)) return;
    if (error.code === 'SIGNED_OUT') cell.set({ connection: { word: 'signed-out', retryAt: null } });
    // No stream tells how the connection is before there is a session.
    else if (error.status === 0 && address.id === null) {
      cell.set({ connection: { word: 'offline', retryAt } });
    }
  }

  /**
   * The session for a place's first letter. It carries the letter's key, so that after a lost answer the one
   * that was made is found, among the newest, in place of making another.
   */
  async function make(address: Address, letter: Letter): Promise<string> {
    const made = letter.sessionId
      ? await api.getSession(letter.sessionId)
      : letter.tried
        ? await findMade(letter.key)
        : null;
    letters.change(letter.key, { tried: true });
    const context = deps.isShown(address) ? cell.get().current.context : letter.context;
    const told =
      made ??
      (await api.createSession({
        context,
        metadata: { first_message: letter.key, time_zone: timeZone(), language: deps.language() },
      }));
    // The server names it once it has answered.
    const session = { ...told, title: told.title ?? titleFrom(letter.content) };
    address.id = session.id;
    for (const { key, place } of letters.all()) {
      if (place === letter.place) letters.change(key, { sessionId: session.id });
    }
    if (deps.isClosed()) throw new ApiError(0, 'CLOSED', 'The widget has gone; the next one sends it.');
    cell.set({ sessions: putSession(cell.get().sessions, session) });
    if (deps.isShown(address)) deps.onMade(session);
    return session.id;
  }

  async function findMade(key: string): Promise<WireSession | null> {
    const newest = await api.listSessions(null);
    return newest.data.find(({ metadata }) => metadata.first_message === key) ?? null;
  }

  async function deliver(address: Address, key: string): Promise<void> {
    const letter = letters.reread(key);
    if (!letter) return converse(address, (held) => withoutEntry(held, key));
    mark(address, key, 'sending', null);
    const id = address.id ?? (await make(address, letter));
    const { message, turn } = await api.postMessage(id, letter.body ?? { content: letter.content }, key);
    letters.drop(key);
    cell.set({ sessions: noteMessage(cell.get().sessions, message) });
    converse(address, (conversation) => applyAccepted(conversation, message, turn));
  }

  return (address) =>
    createOutbox({
      send: (key) =>
        address.id === null ? oneTabAtATime(() => deliver(address, key)) : deliver(address, key),
      onWaiting: (key, error, retryAt) => wait(address, key, error, retryAt),
      onRefused: (key, error) => {
        mark(address, key, 'refused', error);
        // The roles have changed since the list was read.
        if (error.code === 'FORBIDDEN') cell.set({ readsOnly: true });
      },
    });
}

/**
 * Tabs of one user hold the same letters, and two of them must not make a session each. Where browsers have no
 * locks (pages without TLS) that is left to chance.
 */
async function oneTabAtATime(work: () => Promise<void>): Promise<void> {
  const { locks } = globalThis.navigator ?? {};
  if (!locks) return work();
  return locks.request('aside:new-session', work);
}

/** Where the user is, so that his "tomorrow" is understood. */
function timeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
