import {
  type EncodedEvent,
  type EventLog,
  encodeEvent,
  type LoggedEvent,
  type WakeUp,
} from '../../core/backplane/event-log.js';

/** Limits of `small` in the contract. */
export const smallLimits = { maxEvents: 200, ttlSeconds: 2 };

export function delta(sessionId: string, text: string): EncodedEvent {
  return encodeEvent(sessionId, {
    type: 'message.delta',
    turn_id: sessionId,
    message_id: sessionId,
    attempt: 1,
    offset: 0,
    text,
  });
}

export async function append(log: EventLog, sessionId: string, count: number): Promise<void> {
  await log.append(
    sessionId,
    Array.from({ length: count }, (_, index) => delta(sessionId, `${index}`)),
  );
}

export async function appended(log: EventLog, sessionId: string): Promise<{ cursor: string }> {
  const result = await log.append(sessionId, [delta(sessionId, 'x')]);
  if (result.outcome !== 'written') throw new Error(result.outcome);
  return result;
}

export async function readAll(log: EventLog, sessionId: string, after: string): Promise<LoggedEvent[]> {
  const result = await log.read(sessionId, after, 10_000);
  if (!result.known) throw new Error(`cursor ${after} is not known`);
  const last = result.events.at(-1);
  return last && result.more
    ? [...result.events, ...(await readAll(log, sessionId, last.cursor))]
    : result.events;
}

export async function texts(log: EventLog, sessionId: string, after: string): Promise<string[]> {
  return (await readAll(log, sessionId, after)).map((event) => JSON.parse(event.json).text);
}

/** The cursor `count` events before this one. */
export function placeBefore(cursor: string, count: number): string {
  const [generation, number] = cursor.split('-');
  return `${generation}-${Number(number) - count}`;
}

export async function collect(log: EventLog, sessionId: string) {
  const wakeUps: WakeUp[] = [];
  const stop = await log.subscribe(sessionId, (wakeUp) => wakeUps.push(wakeUp));
  return { wakeUps, stop };
}
