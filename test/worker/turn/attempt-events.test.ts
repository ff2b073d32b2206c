import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { createBackplane } from '../../../core/backplane/create-backplane.js';
import type { Backplane } from '../../../core/backplane/index.js';
import type { SessionEvent } from '../../../core/contracts/events.js';
import { newId } from '../../../core/domain/ids.js';
import { noTimings, type Turn } from '../../../core/domain/turn.js';
import { type AttemptEvents, createAttemptEvents } from '../../../worker/turn/attempt-events.js';
import { createFlushClock } from '../../../worker/turn/flush-clock.js';
import { assembled } from '../../support/conversation.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { type OwnRedis, startRedis, testRedisUrl } from '../../support/redis.js';

const logger = pino({ level: 'silent' });

function turnOf(sessionId: string, epoch: number): Turn {
  const [id, messageId, answerId] = [newId(), newId(), newId()];
  const base = {
    userId: 'ana',
    attemptsBefore: 0,
    failures: 0,
    position: 1,
    timings: noTimings,
    error: null,
    correlationId: 'test',
  };
  const times = { createdAt: new Date(), startedAt: new Date(), endedAt: null };
  return { ...base, ...times, id, sessionId, messageId, answerId, state: 'running', attempt: 1, epoch };
}

const begin = (backplane: Backplane, turn: Turn, onFenced: () => void = () => {}): AttemptEvents => {
  const events = createAttemptEvents({
    log: backplane.events,
    turn,
    clock: createFlushClock(),
    preface: async () => {},
    onFenced,
    logger,
  });
  events.emit({ type: 'turn.started', turn_id: turn.id, attempt: turn.attempt, message_id: turn.answerId });
  return events;
};

async function logged(backplane: Backplane, sessionId: string, start: string): Promise<SessionEvent[]> {
  const result = await backplane.events.read(sessionId, start, 5_000);
  if (!result.known) throw new Error('the log is gone');
  return result.events.map((event) => JSON.parse(event.json) as SessionEvent);
}

describe('the events of an attempt, on Postgres alone', () => {
  let database: TestDatabase;
  let backplane: Backplane;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    const config = { production: false, redisUrl: null, databaseUrl: database.url };
    backplane = await createBackplane({ config, logger });
  });
  afterAll(async () => {
    await backplane.close();
    await database.drop();
  });

  test('carry the first text at once and gather what follows', async () => {
    const turn = turnOf(newId(), 1);
    const { cursor } = await backplane.events.tail(turn.sessionId);
    const events = begin(backplane, turn);
    const words = Array.from({ length: 500 }, (_, index) => `word${index} `);
    for (const word of words) events.text(word);
    expect(await events.settle(5_000)).toBe(true);
    const seen = await logged(backplane, turn.sessionId, cursor);
    expect(assembled(seen)).toBe(words.join(''));
    expect(seen.filter((event) => event.type === 'message.delta').length).toBeLessThan(10);
    events.close();
  });

  test('of an older epoch are refused, and their writer is told', async () => {
    const sessionId = newId();
    const { cursor } = await backplane.events.tail(sessionId);
    let fenced = false;
    const stale = begin(backplane, turnOf(sessionId, 1), () => {
      fenced = true;
    });
    await stale.settle(5_000);
    const current = begin(backplane, turnOf(sessionId, 2));
    await current.settle(5_000);
    stale.text('Too late.');
    expect(await stale.settle(5_000)).toBe(false);
    expect(fenced).toBe(true);
    expect((await logged(backplane, sessionId, cursor)).map((event) => event.type)).toEqual([
      'turn.started',
      'turn.started',
    ]);
  });
});

if (testRedisUrl()) {
  describe('the events of an attempt, on Redis', () => {
    let redis: OwnRedis;
    let backplane: Backplane;
    beforeAll(async () => {
      redis = await startRedis();
      const config = { production: false, redisUrl: redis.url, databaseUrl: '' };
      backplane = await createBackplane({ config, logger });
    });
    afterAll(async () => {
      await backplane.close();
      await redis.stop();
    });

    test('are told again, text and all, when the log was lost in between', async () => {
      const turn = turnOf(newId(), 1);
      const events = begin(backplane, turn);
      events.text('What was said before, ');
      expect(await events.settle(5_000)).toBe(true);
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
      const { cursor } = await backplane.events.tail(turn.sessionId);
      events.text('and after.');
      expect(await events.settle(5_000)).toBe(true);
      const seen = await logged(backplane, turn.sessionId, cursor);
      const told = seen.slice(seen.findIndex(({ type }) => type === 'turn.started'));
      expect(assembled(told)).toBe('What was said before, and after.');
      events.close();
    });

    test('are kept while Redis does not answer, and are there once and whole when it does', async () => {
      const turn = turnOf(newId(), 1);
      const { cursor } = await backplane.events.tail(turn.sessionId);
      const events = begin(backplane, turn);
      events.text('Before. ');
      await events.settle(5_000);
      await redis.signal('SIGSTOP');
      for (let index = 0; index < 100; index++) events.text(`during ${index}, `);
      expect(await events.settle(1_500)).toBe(false);
      await redis.signal('SIGCONT');
      events.text('after.');
      expect(await events.settle(15_000)).toBe(true);
      expect(assembled(await logged(backplane, turn.sessionId, cursor))).toBe(events.content);
      events.close();
    });
  });
}
