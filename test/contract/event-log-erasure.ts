import { expect, test } from '@jest/globals';
import { LAST_SEQUENCE } from '../../core/backplane/event-log.js';
import { newId } from '../../core/domain/ids.js';
import { eventually } from '../support/eventually.js';
import { append, collect, delta, texts } from './event-log-helpers.js';
import type { EventLogUnderTest } from './event-log-under-test.js';

/** What is left of the log of a session that is gone. */
export function erasurePromises(under: () => EventLogUnderTest): void {
  test('an erased log is empty, its cursors are unknown, and nothing is appended to it any more', async () => {
    const { log, other } = under();
    const sessionId = newId();
    const start = (await log.tail(sessionId)).cursor;
    const batch = [delta(sessionId, 'secret')];
    await log.append(sessionId, batch, { epoch: 3, sequence: 1 });
    const before = (await log.tail(sessionId)).cursor;

    await other.erase(sessionId);

    const guards = [undefined, { once: 'a' }, { epoch: 3, sequence: 2 }, { epoch: 4_000, sequence: 1 }];
    for (const guard of guards) {
      expect(await log.append(sessionId, batch, guard)).toEqual({ outcome: 'fenced' });
    }
    for (const cursor of [start, before]) {
      expect(await log.read(sessionId, cursor, 10)).toEqual({ known: false });
    }
    expect(await texts(log, sessionId, (await log.tail(sessionId)).cursor)).toEqual([]);
  });

  test('erasing wakes the readers, also of a log that has nothing in it, and may be done twice', async () => {
    const { log, other } = under();
    const sessionId = newId();
    const { wakeUps, stop } = await collect(log, sessionId);
    await other.erase(sessionId);
    await eventually('the reader is woken', () => wakeUps.length > 0);
    await other.erase(sessionId);
    expect(await log.append(sessionId, [delta(sessionId, 'x')])).toEqual({ outcome: 'fenced' });
    stop();
  });

  test('erasing one log leaves the others alone', async () => {
    const { log } = under();
    const [gone, kept] = [newId(), newId()];
    const start = (await log.tail(kept)).cursor;
    await append(log, kept, 2);
    await log.erase(gone);
    await append(log, kept, 1);
    expect(await texts(log, kept, start)).toEqual(['0', '1', '0']);
  });

  test('a log that begins anew has nothing of before, and takes of the old epoch only its end', async () => {
    const { log, other } = under();
    const sessionId = newId();
    const start = (await log.tail(sessionId)).cursor;
    const batch = [delta(sessionId, 'secret')];
    await log.append(sessionId, batch, { epoch: 3, sequence: 1 });
    await other.renew(sessionId, 3);
    expect(await log.read(sessionId, start, 10)).toEqual({ known: false });
    const fresh = (await log.tail(sessionId)).cursor;
    expect(await log.append(sessionId, batch, { epoch: 3, sequence: 2 })).toEqual({ outcome: 'duplicate' });
    const end = [delta(sessionId, 'end')];
    await log.append(sessionId, end, { epoch: 3, sequence: LAST_SEQUENCE, once: 'end' });
    await log.append(sessionId, [delta(sessionId, 'next')], { epoch: 4, sequence: 1 });
    expect(await texts(log, sessionId, fresh)).toEqual(['end', 'next']);
    // Somebody does it once more while the next turn is running: that one's fence stays.
    await other.renew(sessionId, 3);
    expect(await log.append(sessionId, batch, { epoch: 3, sequence: 9 })).toEqual({ outcome: 'fenced' });
    const next = { epoch: 4, sequence: 1 };
    expect(await log.append(sessionId, batch, next)).toEqual({ outcome: 'duplicate' });
  });

  test('what is left of it expires like any other log', async () => {
    const { small } = under();
    const sessionId = newId();
    await append(small, sessionId, 1);
    await small.erase(sessionId);
    await eventually('it has expired', async () => (await small.tails([sessionId]))[0] === null);
    expect(await small.append(sessionId, [delta(sessionId, 'x')])).toMatchObject({ outcome: 'written' });
  });
}
