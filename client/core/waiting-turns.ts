import type { Conversation, TurnView } from './conversation.js';

/**
 * The turns that wait in a session, the next one first: they run in the order of their rows, and one whose rows are not
 * loaded is older than all that are. The server tells places too, but what it told may be old by the time it is read:
 * the turn before may have begun meanwhile.
 */
export function waitingTurns({ entries, turns }: Conversation): TurnView[] {
  const rowOf = ({ id }: TurnView) => entries.findIndex(({ message }) => message.turn_id === id);
  return Object.values(turns)
    .filter(({ stage }) => stage === 'queued')
    .sort((a, b) => rowOf(a) - rowOf(b));
}
