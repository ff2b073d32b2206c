import { expect, test } from '@jest/globals';
import { newId } from '../../core/domain/ids.js';
import { eventually } from '../support/eventually.js';
import { appended, collect, delta, readAll } from './event-log-helpers.js';
import type { EventLogUnderTest } from './event-log-under-test.js';

/** Whoever watches is woken. */
export function wakeUpPromises(under: () => EventLogUnderTest): void {
  test('an append wakes those who subscribed, in both processes, and only for their session', async () => {
    const { log, other } = under();
    const sessionId = newId();
    const here = await collect(log, sessionId);
    const there = await collect(other, sessionId);
    const stranger = await collect(other, newId());
    const begun = performance.now();
    const result = await log.append(sessionId, [delta(sessionId, 'hello')]);
    for (const { wakeUps } of [here, there]) {
      await eventually('woken', () => wakeUps.length > 0, 1_000);
      expect(result).toEqual({ outcome: 'written', cursor: wakeUps[0]?.cursor });
    }
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(stranger.wakeUps).toEqual([]);
    for (const each of [here, there, stranger]) each.stop();
  });

  test('a small batch rides on its wake-up, a large one does not', async () => {
    const { log } = under();
    const sessionId = newId();
    const { wakeUps, stop } = await collect(log, sessionId);
    const start = (await log.tail(sessionId)).cursor;
    await log.append(sessionId, [delta(sessionId, 'one'), delta(sessionId, 'two')]);
    await log.append(sessionId, [delta(sessionId, 'x'.repeat(50_000))]);
    await eventually('woken twice', () => wakeUps.length === 2);
    const events = await readAll(log, sessionId, start);
    expect(wakeUps[0]).toEqual({ cursor: events[1]?.cursor, events: events.slice(0, 2) });
    expect(wakeUps[1]).toEqual({ cursor: events[2]?.cursor });
    stop();
  });

  test('nobody is woken by a refused append, or after having unsubscribed', async () => {
    const { log } = under();
    const sessionId = newId();
    const gone = await collect(log, sessionId);
    const { wakeUps, stop } = await collect(log, sessionId);
    gone.stop();
    await log.append(sessionId, [delta(sessionId, 'a')], { epoch: 2, sequence: 1 });
    await log.append(sessionId, [delta(sessionId, 'a')], { epoch: 2, sequence: 1 });
    await log.append(sessionId, [delta(sessionId, 'a')], { epoch: 1, sequence: 1 });
    await log.append(sessionId, [delta(sessionId, 'b')], { epoch: 2, sequence: 2 });
    await eventually('woken for the second batch', () => wakeUps.length >= 2);
    expect(wakeUps).toHaveLength(2);
    expect(gone.wakeUps).toEqual([]);
    stop();
  });

  test('when the connection for wake-ups is cut, it comes back and says that some may be missing', async () => {
    const { log, other } = under();
    const sessionId = newId();
    const { wakeUps, stop } = await collect(log, sessionId);
    await under().cutSubscriptions();
    await eventually('told of the gap', () => wakeUps.some((wakeUp) => wakeUp.cursor === null));
    const { cursor } = await appended(other, sessionId);
    await eventually('woken again', () => wakeUps.some((wakeUp) => wakeUp.cursor === cursor));
    stop();
  });
}
