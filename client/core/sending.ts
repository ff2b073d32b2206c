import type { WireSession } from '../../core/contracts/shapes.js';
import type { Api } from './api.js';
import type { ApiError } from './api-error.js';
import type { Cell } from './cell.js';
import type { Conversation, Delivery } from './conversation.js';
import { createOutbox, type Letter, type Outbox } from './outbox.js';
import { applyAccepted } from './reducer.js';
import { noteMessage, putSession } from './session-list.js';
import type { AsideState, DraftContext } from './state.js';
import { titleFrom } from './title-from.js';
import { markUnsent } from './unsent-entries.js';

/** Where messages go: a session, which the first of them makes when there is none. */
export interface Address {
  id: string | null;
}

interface SendingDeps {
  cell: Cell<AsideState>;
  api: Api;
  /** Whether this is the session on screen; others are sent to without showing it. */
  isShown: (address: Address) => boolean;
  hostContext: () => DraftContext;
  /** The session on screen has just been made. */
  onMade: (session: WireSession) => void;
}

/** Opens outboxes whose progress shows on the messages they carry. */
export function createSending(deps: SendingDeps): (address: Address) => Outbox {
  const { cell, api } = deps;

  function converse(address: Address, change: (conversation: Conversation) => Conversation): void {
    if (!deps.isShown(address)) return;
    const { current } = cell.get();
    cell.set({ current: { ...current, conversation: change(current.conversation) } });
  }

  function mark(address: Address, letter: Letter, delivery: Delivery, error: ApiError | null): void {
    const problem = error && { code: error.code, message: error.message };
    converse(address, (conversation) => markUnsent(conversation, letter.key, delivery, problem));
    if (!error || !deps.isShown(address)) return;
    if (error.code === 'SIGNED_OUT') cell.set({ connection: { word: 'signed-out', retryAt: null } });
    // No stream tells how the connection is before there is a session.
    else if (error.code === 'OFFLINE' && address.id === null) {
      cell.set({ connection: { word: 'offline', retryAt: null } });
    }
  }

  async function make(address: Address, firstQuestion: string): Promise<string> {
    const context = deps.isShown(address) ? cell.get().current.context : deps.hostContext();
    const session = await api.createSession({ title: titleFrom(firstQuestion), context });
    address.id = session.id;
    cell.set({ sessions: putSession(cell.get().sessions, session) });
    if (deps.isShown(address)) deps.onMade(session);
    return session.id;
  }

  async function deliver(address: Address, letter: Letter): Promise<void> {
    mark(address, letter, 'sending', null);
    const id = address.id ?? (await make(address, letter.content));
    const { message, turn } = await api.postMessage(id, letter.content, letter.key);
    cell.set({ sessions: noteMessage(cell.get().sessions, message) });
    converse(address, (conversation) => applyAccepted(conversation, message, turn));
  }

  return (address) =>
    createOutbox({
      send: (letter) => deliver(address, letter),
      onWaiting: (letter, error) => mark(address, letter, 'waiting', error),
      onRefused: (letter, error) => mark(address, letter, 'refused', error),
    });
}
