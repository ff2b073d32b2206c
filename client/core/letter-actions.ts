import type { PostMessageBody } from '../../core/contracts/http.js';
import type { Cell } from './cell.js';
import type { Conversation } from './conversation.js';
import type { Drafts } from './drafts.js';
import type { LetterBox } from './letter-box.js';
import { newKey } from './new-key.js';
import type { Room } from './rooms.js';
import type { AsideState } from './state.js';
import { unsentEntry, withoutEntry } from './unsent-entries.js';

export interface LetterActions {
  /**
   * Shows the message at once; the session is made when there is none. False: too many are unsent.
   *
   * @param body what is posted, where that is not the content alone
   */
  send(content: string, body?: PostMessageBody): boolean;
  /** Sends a refused message again, and one that waits at once. */
  resend(key: string): void;
  /** Throws away a message that was refused, or that waits to be sent. */
  discard(key: string): void;
  /** Puts the text of one back to where it was typed. */
  takeBack(key: string): void;
}

/** Messages from typing to the outbox of the session on screen. */
export function createLetterActions(deps: {
  cell: Cell<AsideState>;
  letters: LetterBox;
  drafts: Drafts;
  room: () => Room;
  isClosed: () => boolean;
}): LetterActions {
  const { cell, letters, drafts } = deps;
  function converse(change: (conversation: Conversation) => Conversation): void {
    const { current } = cell.get();
    cell.set({ current: { ...current, conversation: change(current.conversation) } });
  }
  const discard = (key: string) => {
    const entry = cell.get().current.conversation.entries.find((held) => held.key === key);
    if (entry?.delivery !== 'refused' && entry?.delivery !== 'waiting') return;
    deps.room().outbox.take(key);
    letters.withdraw(key);
    converse((held) => withoutEntry(held, key));
  };
  return {
    send: (content, body) => {
      const room = deps.room();
      const letter = {
        key: newKey(),
        content,
        ...(body && { body }),
        createdAt: new Date().toISOString(),
        order: Math.max(0, ...letters.all().map(({ order }) => order)) + 1,
        sessionId: room.id,
        place: room.place,
        context: cell.get().current.context,
        tried: false,
        problem: null,
      };
      if (deps.isClosed() || !letters.put(letter)) return false;
      const entry = unsentEntry(letter, 'sending');
      converse((held) => ({ ...held, entries: [...held.entries, entry] }));
      room.outbox.add(letter.key);
      return true;
    },
    resend: (key) => {
      const room = deps.room();
      if (!letters.get(key)) return;
      letters.change(key, { problem: null, place: room.place, sessionId: room.id });
      room.outbox.add(key);
      room.outbox.flush();
    },
    discard,
    takeBack: (key) => {
      const letter = letters.get(key);
      const { id } = deps.room();
      if (!letter?.problem) return;
      const typed = [letter.content, drafts.read(id)].filter((text) => text !== '');
      drafts.write(id, typed.join('\n'));
      discard(key);
      cell.set({ takenBack: cell.get().takenBack + 1 });
    },
  };
}
