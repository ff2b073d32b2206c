import type { SessionEvent } from '../../core/contracts/events.js';
import { type Conversation, type Entry, hasEnded, newTurn } from './conversation.js';
import { findByMessage, replaceEntry } from './entries.js';

type Delta = Extract<SessionEvent, { type: 'message.delta' }>;

/**
 * Appends a piece of an answer where its offset says (UTF-16 units). What lies before the end of the text held
 * is a repeat and is cut away; what begins after it leaves a hole, which is reported and never papered over.
 */
export function applyDelta(state: Conversation, delta: Delta): Conversation {
  const entry = findByMessage(state.entries, delta.message_id);
  if (!entry) return { ...state, gap: true, hole: false };
  if (delta.attempt < entry.attempt) return state;
  const newer = delta.attempt > entry.attempt;
  // A row of history that has ended came with its final text; of which attempt is not known.
  if (hasEnded(entry.message) && (!newer || entry.attempt === 0)) return state;

  const held = newer ? '' : entry.message.content;
  if (delta.offset > held.length) return { ...state, gap: true, hole: state.hole || !state.gap };
  const content = held + delta.text.slice(held.length - delta.offset);
  const next: Entry = {
    ...entry,
    attempt: delta.attempt,
    message: { ...entry.message, status: 'streaming', content },
  };
  return {
    ...state,
    // What is still missing behind it shows with the next piece.
    gap: state.gap && !state.hole,
    hole: false,
    entries: replaceEntry(state.entries, entry.key, next),
    turns: writing(state, delta),
  };
}

function writing(state: Conversation, delta: Delta): Conversation['turns'] {
  const turn = state.turns[delta.turn_id];
  if (turn?.stage === 'writing' && turn.attempt === delta.attempt) return state.turns;
  return {
    ...state.turns,
    [delta.turn_id]: {
      ...(turn ?? newTurn(delta.turn_id)),
      stage: 'writing',
      attempt: delta.attempt,
    },
  };
}
