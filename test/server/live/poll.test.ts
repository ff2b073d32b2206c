import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventLog } from '../../../core/backplane/event-log.js';
import { newId } from '../../../core/domain/ids.js';
import { createLiveHub, type LiveHub } from '../../../server/live/hub.js';
import { liveLimits } from '../../../server/live/limits.js';
import { poll } from '../../../server/live/poll.js';
import { type OpenBackplane, testBackplanes } from '../../support/backplanes.js';
import { delta } from '../../support/deltas.js';
import { emptySnapshot } from '../../support/live-server.js';
import { silentLogger as logger } from '../../support/logger.js';

describe.each(testBackplanes)('long polls on $kind', ({ open }) => {
  let opened: OpenBackplane;
  let events: EventLog;
  let hub: LiveHub;
  beforeAll(async () => {
    opened = await open();
    events = opened.backplane.events;
    hub = createLiveHub({ events, logger });
  });
  afterAll(async () => {
    hub.closeAll('draining', 1);
    await opened.close();
  });

  const ask = (
    sessionId: string,
    after: string | null,
    waitMs: number,
    signal = new AbortController().signal,
  ) => poll({ hub, sessionId, after, waitMs, snapshot: emptySnapshot(events, sessionId), signal });

  test('what is there is answered at once, and the cursor leads on', async () => {
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    await events.append(sessionId, [delta(sessionId, 'one'), delta(sessionId, 'two')]);
    const answer = await ask(sessionId, cursor, 25_000);
    expect(answer.events.map((json) => JSON.parse(json).text)).toEqual(['one', 'two']);
    expect(JSON.parse(answer.events[1] ?? '').id).toBe(answer.cursor);
    expect(await ask(sessionId, answer.cursor, 0)).toEqual({ events: [], cursor: answer.cursor });
  });

  test('a poll waits for the first event and answers as soon as it comes', async () => {
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    const answer = ask(sessionId, cursor, 25_000);
    await events.append(sessionId, [delta(sessionId, 'late')]);
    expect((await answer).events.map((json) => JSON.parse(json).text)).toEqual(['late']);
  });

  test('a poll without an event ends after its wait with the cursor it came with', async () => {
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    expect(await ask(sessionId, cursor, 50)).toEqual({ events: [], cursor });
  });

  test('a reader that has left is not waited for', async () => {
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    const leave = new AbortController();
    const answer = ask(sessionId, cursor, 25_000, leave.signal);
    setImmediate(() => leave.abort());
    expect((await answer).events).toEqual([]);
  });

  test('an answer has a bounded number of events; the next poll has the rest', async () => {
    const sessionId = newId();
    let cursor = (await events.tail(sessionId)).cursor;
    const batch = Array.from({ length: 300 }, (_, index) => delta(sessionId, '', index));
    await events.append(sessionId, batch);
    await events.append(sessionId, batch);
    const sizes: number[] = [];
    for (let round = 0; round < 2; round++) {
      const answer = await ask(sessionId, cursor, 0);
      sizes.push(answer.events.length);
      cursor = answer.cursor;
    }
    expect(sizes).toEqual([liveLimits.pollEvents, 600 - liveLimits.pollEvents]);
  });

  test('an unknown cursor, or none, is answered with one snapshot at once', async () => {
    const sessionId = newId();
    await events.append(sessionId, [delta(sessionId, 'x')]);
    const { cursor } = await events.tail(sessionId);
    for (const after of ['17-3', `17.${sessionId.slice(-8)}-3`, null]) {
      const answer = await ask(sessionId, after, 25_000);
      expect(answer.cursor).toBe(cursor);
      expect(answer.events.map((json) => JSON.parse(json))).toMatchObject([
        { type: 'snapshot', id: cursor, cursor },
      ]);
    }
  });

  test('many who poll one session at once share one snapshot', async () => {
    const sessionId = newId();
    let taken = 0;
    const snapshot = () => {
      taken++;
      return emptySnapshot(events, sessionId)();
    };
    const { signal } = new AbortController();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => poll({ hub, sessionId, after: null, waitMs: 0, snapshot, signal })),
    );
    expect(answers).toHaveLength(20);
    expect(taken).toBe(1);
  });

  test('polls that wait are answered when the server drains', async () => {
    const draining = createLiveHub({ events, logger });
    const sessionId = newId();
    const { cursor } = await events.tail(sessionId);
    const answer = poll({
      hub: draining,
      sessionId,
      after: cursor,
      waitMs: 25_000,
      snapshot: emptySnapshot(events, sessionId),
      signal: new AbortController().signal,
    });
    setImmediate(() => draining.closeAll('draining', 1));
    expect(await answer).toEqual({ events: [], cursor });
  });
});
