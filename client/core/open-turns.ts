import type { WireActiveTurn, WireMessage } from '../../core/contracts/shapes.js';
import { type Conversation, hasEnded, newTurn } from './conversation.js';

/** The turns that rows without an end belong to. */
export function openTurns(
  before: Conversation['turns'],
  page: readonly WireMessage[],
  active: WireActiveTurn | null,
): Conversation['turns'] {
  const turns: Record<string, Conversation['turns'][string]> = {};
  for (const message of page) {
    if (message.type !== 'assistant' || message.turn_id === null || hasEnded(message)) continue;
    const isRunning = message.turn_id === active?.id && active.state === 'running';
    const turn = {
      ...newTurn(message.turn_id),
      stopping: before[message.turn_id]?.stopping ?? false,
    };
    turns[turn.id] = isRunning ? { ...turn, stage: 'understanding' } : turn;
  }
  return turns;
}
