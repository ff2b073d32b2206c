import type { LogTail } from './backplane/event-log.js';
import type { WireActiveTurn } from './contracts/shapes.js';
import type { TurnView } from './store/turns.js';

/**
 * The unfinished turn of a session for the wire. Reading the events after its cursor gives the running attempt
 * from its beginning; `tail` must have been taken before the turn was read.
 */
export function activeTurnToWire(view: TurnView | null, tail: LogTail): WireActiveTurn | null {
  if (!view) return null;
  const { turn, place } = view;
  const begun = turn.state === 'running' && tail.attempt?.epoch === turn.epoch ? tail.attempt.cursor : null;
  return {
    id: turn.id,
    state: turn.state,
    position: place,
    message_id: turn.answerId,
    cursor: begun ?? tail.cursor,
  };
}
