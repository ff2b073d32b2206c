import { type EncodedEvent, encodeEvent } from '../../core/backplane/event-log.js';

/** A piece of an answer; session, turn and message share an id, as no test of delivery tells them apart. */
export function delta(sessionId: string, text: string, offset = 0): EncodedEvent {
  return encodeEvent(sessionId, {
    type: 'message.delta',
    turn_id: sessionId,
    message_id: sessionId,
    attempt: 1,
    offset,
    text,
  });
}
