import {
  blankMessage,
  type Conversation,
  type Delivery,
  type Entry,
  type Problem,
  toEntry,
} from './conversation.js';
import { atTheEnd, behind, moveEntry } from './entries.js';
import type { Letter } from './letter-box.js';

/** Rows of messages that the server has not confirmed. */

export function unsentEntry(letter: Letter, delivery: Delivery): Entry {
  const message = blankMessage({
    id: letter.key,
    session_id: letter.sessionId ?? '',
    type: 'user',
    status: 'complete',
    position: placeOf(delivery, letter.after),
    content: letter.content,
    client_message_id: letter.key,
    replaces: letter.body?.replaces ?? null,
    quick_action: letter.body?.quick_action ?? null,
    created_at: letter.createdAt,
  });
  return { ...toEntry(message), delivery, problem: letter.problem };
}

export function markUnsent(
  conversation: Conversation,
  key: string,
  delivery: Delivery,
  problem: Problem | null,
  after?: number,
): Conversation {
  const entry = conversation.entries.find((held) => held.key === key);
  if (!entry || entry.delivery === 'sent') return conversation;
  const position = placeOf(delivery, after);
  const next = { ...entry, delivery, problem, message: { ...entry.message, position } };
  return { ...conversation, entries: moveEntry(conversation.entries, entry, next) };
}

function placeOf(delivery: Delivery, after: number | undefined): number {
  return delivery === 'refused' && after !== undefined ? behind(after) : atTheEnd;
}

/** Of the last message that the server has; 0 while it has none. */
export function lastPosition({ entries }: Conversation): number {
  return entries.findLast(({ delivery }) => delivery === 'sent')?.message.position ?? 0;
}

export function withoutEntry(conversation: Conversation, key: string): Conversation {
  return { ...conversation, entries: conversation.entries.filter((entry) => entry.key !== key) };
}
