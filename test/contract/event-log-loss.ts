import { expect, test } from '@jest/globals';
import { newId } from '../../core/domain/ids.js';
import { eventually } from '../support/eventually.js';
import { append, delta, placeBefore, readAll, smallLimits } from './event-log-helpers.js';
import type { EventLogUnderTest } from './event-log-under-test.js';

/** What is no longer there is told, never guessed. */
export function lossPromises(under: () => EventLogUnderTest): void {
  test('a cursor whose next events were trimmed away is not known, a newer one is', async () => {
    const { small } = under();
    const sessionId = newId();
    const start = (await small.tail(sessionId)).cursor;
    for (let batch = 0; batch < 20; batch++) await append(small, sessionId, 50);
    const end = (await small.tail(sessionId)).cursor;
    expect(await small.read(sessionId, start, 10)).toEqual({ known: false });
    expect(await small.read(sessionId, placeBefore(end, 990), 10)).toEqual({ known: false });
    expect(await readAll(small, sessionId, placeBefore(end, smallLimits.maxEvents))).toHaveLength(
      smallLimits.maxEvents,
    );
  });

  test('the beginning of an attempt is told only while the log holds it', async () => {
    const { small } = under();
    const sessionId = newId();
    const fenced = (sequence: number, count: number) =>
      small.append(
        sessionId,
        Array.from({ length: count }, (_, index) => delta(sessionId, `${index}`)),
        { epoch: 7, sequence },
      );
    const before = (await small.tail(sessionId)).cursor;
    await fenced(1, 2);
    expect((await small.tail(sessionId)).attempt).toEqual({ epoch: 7, cursor: before });
    for (let batch = 2; batch < 22; batch++) await fenced(batch, 50);
    expect((await small.tail(sessionId)).attempt).toBeNull();
  });

  test('a cursor of the future, of another session, or of no log at all is not known', async () => {
    const { log } = under();
    const [one, two] = [newId(), newId()];
    await append(log, one, 2);
    await append(log, two, 1);
    const end = (await log.tail(one)).cursor;
    for (const cursor of [
      placeBefore(end, -1),
      (await log.tail(two)).cursor,
      '17-1',
      '0-0',
      '',
      'no-cursor',
    ]) {
      expect(await log.read(one, cursor, 10)).toEqual({ known: false });
    }
    expect(await log.read(newId(), end, 10)).toEqual({ known: false });
  });

  test('a log that was lost is known as lost, even after more was written than before', async () => {
    const { log } = under();
    const sessionId = newId();
    await log.append(sessionId, [delta(sessionId, 'before')], { once: 'key' });
    await append(log, sessionId, 4);
    const end = (await log.tail(sessionId)).cursor;
    await under().lose(sessionId);
    expect(await log.read(sessionId, end, 10)).toEqual({ known: false });
    await append(log, sessionId, 5);
    expect(await log.read(sessionId, end, 10)).toEqual({ known: false });
    await append(log, sessionId, 4);
    expect(await log.read(sessionId, end, 10)).toEqual({ known: false });
    expect(await log.read(sessionId, placeBefore(end, 3), 10)).toEqual({ known: false });
    expect(await readAll(log, sessionId, placeBefore((await log.tail(sessionId)).cursor, 9))).toHaveLength(9);
  });

  test('a log expires when nothing is appended to it, and the next one is another', async () => {
    const { small } = under();
    const sessionId = newId();
    await append(small, sessionId, 3);
    const end = (await small.tail(sessionId)).cursor;
    await eventually('the log has expired', async () => (await small.tails([sessionId]))[0] === null);
    expect(await small.read(sessionId, end, 10)).toEqual({ known: false });
    const start = (await small.tail(sessionId)).cursor;
    expect(start.endsWith('-0')).toBe(true);
    await append(small, sessionId, 5);
    expect(await small.read(sessionId, end, 10)).toEqual({ known: false });
    expect(await readAll(small, sessionId, start)).toHaveLength(5);
  }, 15_000);

  test('appends keep a log alive past its time', async () => {
    const { small } = under();
    const sessionId = newId();
    const start = (await small.tail(sessionId)).cursor;
    const begun = performance.now();
    let written = 0;
    while (performance.now() - begun < smallLimits.ttlSeconds * 1_500) {
      await append(small, sessionId, 1);
      written++;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(await readAll(small, sessionId, start)).toHaveLength(written);
  }, 15_000);
}
