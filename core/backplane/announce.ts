import type { NewEvent } from '../contracts/events.js';
import type { WireActiveTurn } from '../contracts/shapes.js';
import type { Message } from '../domain/message.js';
import type { Session } from '../domain/session.js';
import type { Turn } from '../domain/turn.js';
import { messageToWire, sessionToWire } from '../domain/wire.js';
import { type EventLog, encodeEvent, LAST_SEQUENCE } from './event-log.js';

/** At most one announcement of each of these, by whoever comes to it: the server or a worker. */
export const onceFor = {
  question: (messageId: string) => `message:${messageId}`,
  version: (answerId: string) => `message:${answerId}`,
  end: (turn: Pick<Turn, 'id' | 'endedAt'>) => `ended:${turn.id}:${turn.endedAt?.getTime() ?? 0}`,
} as const;

/** Tells watchers of a question, or of a new version of an answer, if nobody has yet. */
export async function announceQuestion(log: EventLog, question: Message): Promise<void> {
  const events = [
    encodeEvent(question.sessionId, { type: 'message.created', message: messageToWire(question) }),
  ];
  await log.append(question.sessionId, events, { once: onceFor.question(question.id) });
}

/**
 * Appends the event that tells watchers how a turn ended, once, whoever calls this and however often: the worker
 * that ended it, the server that stopped a waiting one, or the sweep when either died before it got here. False when the
 * log takes nothing any more: the session was deleted.
 */
export async function announceEnd(log: EventLog, turn: Turn, answer: Message): Promise<boolean> {
  const events = [encodeEvent(turn.sessionId, endEvent(turn, answer))];
  const once = { once: onceFor.end(turn) };
  // A turn that no worker took has no epoch of its own.
  const guard = turn.attempt === 0 ? once : { epoch: turn.epoch, sequence: LAST_SEQUENCE, ...once };
  const { outcome } = await log.append(turn.sessionId, events, guard);
  if (outcome !== 'fenced') return true;
  // A later turn of the session writes already, perhaps because the event is there and nobody could note it in
  // Postgres; what Postgres says of this one is true all the same.
  return (await log.append(turn.sessionId, events, once)).outcome !== 'fenced';
}

/** Tells watchers what became of a session. */
export async function announceSession(
  log: EventLog,
  session: Session,
  extra: { lastMessage: Message | null; activeTurn: WireActiveTurn | null },
): Promise<void> {
  const wire = sessionToWire(session, extra);
  await log.append(session.id, [encodeEvent(session.id, { type: 'session.updated', session: wire })]);
}

function endEvent(turn: Turn, answer: Message): NewEvent {
  const message = messageToWire(answer);
  if (turn.state === 'completed') return { type: 'turn.completed', turn_id: turn.id, message };
  if (turn.state === 'stopped') return { type: 'turn.stopped', turn_id: turn.id, message };
  const error = turn.error ?? { code: 'TURN_ABANDONED', message: '' };
  return { type: 'turn.failed', turn_id: turn.id, error, will_retry: false };
}
