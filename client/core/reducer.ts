import type { SessionEvent } from '../../core/contracts/events.js';
import type { WireActiveTurn, WireMessage, WireTurn } from '../../core/contracts/shapes.js';
import { applyDelta } from './apply-delta.js';
import {
  blankMessage,
  type Conversation,
  type Entry,
  hasEnded,
  newTurn,
  type TurnView,
} from './conversation.js';
import { findByMessage, mergePage, placeMessage, replaceEntry, touches } from './entries.js';
import { openTurns } from './open-turns.js';

/**
 * The conversation after an event. Pure. Events may come twice or after history already holds what they say;
 * the outcome is the same. What belongs to an older attempt of a turn than the one shown changes nothing.
 */
export function applyEvent(state: Conversation, event: SessionEvent): Conversation {
  switch (event.type) {
    case 'message.created':
      return { ...state, entries: placeMessage(state.entries, event.message) };
    case 'turn.queued':
      return queued(state, event.turn_id);
    case 'turn.started':
      return started(state, event);
    case 'turn.restarted':
      return restarted(state, event.turn_id, event.attempt);
    case 'turn.stage':
      return withTurn(state, event.turn_id, (turn) => ({
        ...turn,
        stage: event.stage,
        sources: event.sources ?? turn.sources,
      }));
    case 'message.delta':
      return applyDelta(state, event);
    case 'turn.model': {
      const entry = answerOf(state, event.turn_id);
      if (!entry || hasEnded(entry.message)) return state;
      const { model, fallback, cached, cached_at = null, canned = false } = event;
      return setMessage(state, entry, { model, fallback, cached, cached_at, canned });
    }
    case 'turn.completed':
    case 'turn.stopped':
      return ended(state, event);
    case 'turn.failed':
      return failed(state, event);
    case 'snapshot':
      return {
        entries: mergePage(forgetText(state.entries), event.messages),
        turns: openTurns(state.turns, event.messages, event.active_turn),
        // A snapshot does not say where older pages begin: history does.
        gap: !touches(state.entries, event.messages),
        hole: false,
      };
    case 'session.updated':
    case 'budget.warning':
    case 'typing':
    case 'stream.closing':
      return state;
  }
}

/** The conversation as history and the session tell it. */
export function applyHistory(
  state: Conversation,
  page: readonly WireMessage[],
  active: WireActiveTurn | null,
): Conversation {
  return {
    entries: mergePage(state.entries, page),
    turns: openTurns(state.turns, page, active),
    gap: false,
    hole: false,
  };
}

/** The server has taken a message of this client: its answer's row appears below it. */
export function applyAccepted(state: Conversation, message: WireMessage, turn: WireTurn): Conversation {
  const entries = placeMessage(state.entries, message);
  if (findByMessage(entries, turn.answer_id)) return { ...state, entries };
  const answer = blankMessage({
    id: turn.answer_id,
    session_id: message.session_id,
    type: 'assistant',
    status: 'pending',
    position: message.position + 1,
    turn_id: turn.id,
    reply_to: message.id,
    created_at: message.created_at,
  });
  return {
    ...state,
    entries: placeMessage(entries, answer),
    turns: { ...state.turns, [turn.id]: state.turns[turn.id] ?? newTurn(turn.id) },
  };
}

/** The user has asked to stop a turn, or that has failed; a turn that is not running is left alone. */
export function markStopping(state: Conversation, turnId: string, stopping: boolean): Conversation {
  const turn = state.turns[turnId];
  return turn ? { ...state, turns: { ...state.turns, [turnId]: { ...turn, stopping } } } : state;
}

function withTurn(state: Conversation, id: string, change: (turn: TurnView) => TurnView): Conversation {
  return { ...state, turns: { ...state.turns, [id]: change(state.turns[id] ?? newTurn(id)) } };
}

function withoutTurn(state: Conversation, id: string): Conversation {
  const { [id]: _ended, ...turns } = state.turns;
  return { ...state, turns };
}

function answerOf(state: Conversation, turnId: string): Entry | undefined {
  return state.entries.find(
    (entry) => entry.message.turn_id === turnId && entry.message.type === 'assistant',
  );
}

function setMessage(
  state: Conversation,
  entry: Entry,
  change: Partial<WireMessage>,
  attempt = entry.attempt,
) {
  const next: Entry = { ...entry, attempt, message: { ...entry.message, ...change } };
  return { ...state, entries: replaceEntry(state.entries, entry.key, next) };
}

/** Empties an answer for an attempt that begins. */
const blank = {
  content: '',
  error: null,
  sources: [],
  tool_calls: [],
  fallback: false,
  cached: false,
  cached_at: null,
  canned: false,
} satisfies Partial<WireMessage>;

function queued(state: Conversation, turnId: string): Conversation {
  const entry = answerOf(state, turnId);
  // A finished answer is not asked again: this is an old event, read once more.
  if (entry?.message.status === 'complete') return state;
  const next = withTurn(state, turnId, (turn) => ({ ...turn, stage: 'queued' }));
  return entry && hasEnded(entry.message) ? setMessage(next, entry, { ...blank, status: 'pending' }) : next;
}

function started(
  state: Conversation,
  event: { turn_id: string; attempt: number; message_id: string; session_id: string },
): Conversation {
  const entry =
    findByMessage(state.entries, event.message_id) ??
    expectedAnswer(state, event.turn_id, event.message_id, event.session_id);
  if (entry && event.attempt < entry.attempt) return state;
  const next = withTurn(state, event.turn_id, (turn) => ({
    ...newTurn(turn.id),
    stopping: turn.stopping,
    stage: 'understanding',
    attempt: event.attempt,
    again: event.attempt > 1,
  }));
  if (!entry) return next;
  const placed = { ...next, entries: placeMessage(next.entries, entry.message) };
  const held = findByMessage(placed.entries, entry.message.id) ?? entry;
  return event.attempt === held.attempt && !hasEnded(held.message)
    ? placed
    : setMessage(placed, held, { ...blank, status: 'streaming' }, event.attempt);
}

function restarted(state: Conversation, turnId: string, attempt: number): Conversation {
  const entry = answerOf(state, turnId);
  if (entry && attempt <= entry.attempt) return state;
  const next = withTurn(state, turnId, (turn) => ({
    ...newTurn(turn.id),
    stopping: turn.stopping,
    attempt,
    again: true,
  }));
  return entry ? setMessage(next, entry, { ...blank, status: 'pending' }, attempt) : next;
}

function ended(state: Conversation, event: { turn_id: string; message: WireMessage }): Conversation {
  const entries = placeMessage(state.entries, event.message);
  return withoutTurn({ ...state, entries, gap: false, hole: false }, event.turn_id);
}

function failed(
  state: Conversation,
  event: { turn_id: string; error: { code: string; message: string }; will_retry: boolean },
): Conversation {
  const entry = answerOf(state, event.turn_id);
  if (event.will_retry) return withTurn(state, event.turn_id, (turn) => ({ ...turn, again: true }));
  const next = withoutTurn({ ...state, gap: false, hole: false }, event.turn_id);
  // What it had said so far is not kept, so it is not shown either.
  return entry && entry.message.status !== 'complete'
    ? setMessage(next, entry, { ...blank, status: 'failed', error: event.error })
    : next;
}

/** The row an answer will have, made from its question when another tab asked it. */
function expectedAnswer(
  state: Conversation,
  turnId: string,
  messageId: string,
  sessionId: string,
): Entry | undefined {
  const question = state.entries.find((entry) => entry.message.turn_id === turnId);
  if (!question) return undefined;
  const message = blankMessage({
    id: messageId,
    session_id: sessionId,
    type: 'assistant',
    status: 'pending',
    position: question.message.position + 1,
    turn_id: turnId,
    reply_to: question.message.id,
    created_at: question.message.created_at,
  });
  return { key: messageId, message, attempt: 0, delivery: 'sent', problem: null };
}

function forgetText(entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry) =>
    hasEnded(entry.message) ? entry : { ...entry, attempt: 0, message: { ...entry.message, content: '' } },
  );
}
