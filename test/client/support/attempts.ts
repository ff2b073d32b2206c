import { blankMessage } from '../../../client/core/conversation.js';
import type { NewEvent, SessionEvent } from '../../../core/contracts/events.js';
import type { WireMessage } from '../../../core/contracts/shapes.js';
import type { Random } from '../../../dev/random.js';

export const ids = {
  session: '01900000-0000-7000-8000-000000000001',
  question: '01900000-0000-7000-8000-000000000002',
  answer: '01900000-0000-7000-8000-000000000003',
  turn: '01900000-0000-7000-8000-000000000004',
};

export const question: WireMessage = blankMessage({
  id: ids.question,
  session_id: ids.session,
  type: 'user',
  status: 'complete',
  position: 1,
  content: 'How?',
  client_message_id: 'key-1',
  turn_id: ids.turn,
  created_at: '2026-01-01T00:00:00.000Z',
});

export function answer(change: Partial<WireMessage> = {}): WireMessage {
  return blankMessage({
    id: ids.answer,
    session_id: ids.session,
    type: 'assistant',
    status: 'pending',
    position: 2,
    turn_id: ids.turn,
    reply_to: ids.question,
    created_at: '2026-01-01T00:00:00.000Z',
    ...change,
  });
}

export function asEvent(event: NewEvent, number = 1): SessionEvent {
  return { ...event, id: `1-${number}`, session_id: ids.session, at: '2026-01-01T00:00:01.000Z' };
}

const alphabet = ['a', 'é', '中', '😀', ' ', '\n', '**', '[1]', '`'];

export function randomText(random: Random, pieces: number): string {
  return Array.from({ length: pieces }, () => alphabet[random.between(0, alphabet.length)]).join('');
}

/** Cuts a text into deltas at any UTF-16 unit, as a worker that batches bytes may. */
export function deltasOf(random: Random, text: string, attempt: number): NewEvent[] {
  const events: NewEvent[] = [];
  for (let offset = 0; offset < text.length; ) {
    const end = Math.min(text.length, offset + 1 + random.between(0, 12));
    events.push({
      type: 'message.delta',
      turn_id: ids.turn,
      message_id: ids.answer,
      attempt,
      offset,
      text: text.slice(offset, end),
    });
    offset = end;
  }
  return events;
}

/** The log of a turn: some attempts that break off, then one that ends. */
export function turnLog(random: Random): { events: SessionEvent[]; text: string; start: number } {
  const attempts = 1 + random.between(0, 3);
  const log: NewEvent[] = [
    { type: 'message.created', message: question },
    { type: 'turn.queued', turn_id: ids.turn, position: 1 },
  ];
  let text = '';
  let start = 0;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    start = log.length;
    if (attempt > 1) log.push({ type: 'turn.restarted', turn_id: ids.turn, attempt, reason: 'interrupted' });
    log.push({ type: 'turn.started', turn_id: ids.turn, attempt, message_id: ids.answer });
    log.push({ type: 'turn.stage', turn_id: ids.turn, stage: 'writing', sources: 2 });
    text = randomText(random, 5 + random.between(0, 60));
    const deltas = deltasOf(random, text, attempt);
    log.push(...(attempt < attempts ? deltas.slice(0, random.between(0, deltas.length)) : deltas));
  }
  return { events: log.map((event, index) => asEvent(event, index + 1)), text, start };
}
