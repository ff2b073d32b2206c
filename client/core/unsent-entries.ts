import {
  blankMessage,
  type Conversation,
  type Delivery,
  type Entry,
  type Problem,
  toEntry,
} from './conversation.js';
import { replaceEntry } from './entries.js';
import type { Letter } from './letter-box.js';

/** Rows of messages that the server has not confirmed. */

export function unsentEntry(letter: Letter, delivery: Delivery): Entry {
  const message = blankMessage({
    id: letter.key,
    session_id: letter.sessionId ?? '',
    type: 'user',
    status: 'complete',
    position: Number.MAX_SAFE_INTEGER,
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
): Conversation {
  const entry = conversation.entries.find((held) => held.key === key);
  if (!entry || entry.delivery === 'sent') return conversation;
  return {
    ...conversation,
    entries: replaceEntry(conversation.entries, key, { ...entry, delivery, problem }),
  };
}

export function withoutEntry(conversation: Conversation, key: string): Conversation {
  return { ...conversation, entries: conversation.entries.filter((entry) => entry.key !== key) };
}
