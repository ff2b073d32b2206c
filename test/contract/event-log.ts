import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type EncodedEvent,
  type EventLog,
  encodeEvent,
  type WakeUp,
} from '../../core/backplane/event-log.js';
import { newId } from '../../core/domain/ids.js';
import { eventually } from '../support/eventually.js';

export interface EventLogUnderTest {
  /** Two logs on one store with connections of their own, as two processes have. */
  log: EventLog;
  other: EventLog;
  /** Keeps 200 events, for two seconds. */
  small: EventLog;
  /** Loses everything that is kept about a session, as FLUSHALL or a crash of an unlogged table does. */
  lose(sessionId: string): Promise<void>;
  /** Cuts every connection that receives wake-ups. */
  cutSubscriptions(): Promise<void>;
  close(): Promise<void>;
}

export const smallLimits = { maxEvents: 200, ttlSeconds: 2 };

/** What both event logs promise. `open` is called once. */
export function eventLogContract(kind: string, open: () => Promise<EventLogUnderTest>): void {
  describe(`the event log on ${kind}`, () => {
    let under: EventLogUnderTest;
    beforeAll(async () => {
      under = await open();
    }, 30_000);
    afterAll(() => under.close());

    test('events are read back in order, with the text their author gave them', async () => {
      const { log } = under;
      const sessionId = newId();
      const start = (await log.tail(sessionId)).cursor;
      const texts = ['a', 'line\nbreak', 'quote " and \\ and {}', 'é 🦊 \u2028', 'x'.repeat(20_000)];
      await log.append(
        sessionId,
        texts.slice(0, 2).map((text) => delta(sessionId, text)),
      );
      const second = await log.append(
        sessionId,
        texts.slice(2).map((text) => delta(sessionId, text)),
      );

      const events = await readAll(log, sessionId, start);
      expect(events.map((event) => JSON.parse(event.json).text)).toEqual(texts);
      expect(events.map((event) => event.type)).toEqual(texts.map(() => 'message.delta'));
      expect(second).toEqual({ outcome: 'written', cursor: events.at(-1)?.cursor });
    });

    test('reading after a cursor gives what came after it, and no more than asked for', async () => {
      const { log } = under;
      const sessionId = newId();
      await append(log, sessionId, 10);
      const all = await readAll(log, sessionId, placeBefore((await log.tail(sessionId)).cursor, 10));
      const page = await log.read(sessionId, all[3]?.cursor ?? '', 3);
      expect(page).toEqual({ known: true, events: all.slice(4, 7) });
      expect(await log.read(sessionId, all[9]?.cursor ?? '', 3)).toEqual({ known: true, events: [] });
    });

    test('the tail of a session without a log is the exact place before its first event', async () => {
      const { log } = under;
      const sessionId = newId();
      const { cursor, attempt } = await log.tail(sessionId);
      expect(attempt).toBeNull();
      expect(await log.read(sessionId, cursor, 10)).toEqual({ known: true, events: [] });
      await append(log, sessionId, 1);
      expect(await readAll(log, sessionId, cursor)).toHaveLength(1);
      expect((await log.tail(sessionId)).cursor).not.toBe(cursor);
    });

    test('tails tells where each session stands, and makes no log', async () => {
      const { log } = under;
      const [one, two, none] = [newId(), newId(), newId()];
      await append(log, one, 3);
      const begun = (await log.tail(two)).cursor;
      const tails = await log.tails([one, none, two]);
      expect(tails).toEqual([(await log.tail(one)).cursor, null, begun]);
      expect(await log.tails([none])).toEqual([null]);
      expect(await log.tails([])).toEqual([]);
    });

    test('a batch of an epoch is written once, however often it is appended', async () => {
      const { log, other } = under;
      const sessionId = newId();
      const start = (await log.tail(sessionId)).cursor;
      const batch = [delta(sessionId, 'one'), delta(sessionId, 'two')];
      const results = await Promise.all(
        [log, other, log, other].map((each) => each.append(sessionId, batch, { epoch: 7, sequence: 1 })),
      );
      expect(results.map((result) => result.outcome).sort()).toEqual([
        'duplicate',
        'duplicate',
        'duplicate',
        'written',
      ]);
      expect(await texts(log, sessionId, start)).toEqual(['one', 'two']);

      await log.append(sessionId, [delta(sessionId, 'three')], { epoch: 7, sequence: 5 });
      expect(await log.append(sessionId, batch, { epoch: 7, sequence: 4 })).toEqual({ outcome: 'duplicate' });
      expect(await texts(log, sessionId, start)).toEqual(['one', 'two', 'three']);
    });

    test('an append of an older epoch is refused, a newer one starts its sequence anew', async () => {
      const { log, other } = under;
      const sessionId = newId();
      const start = (await log.tail(sessionId)).cursor;
      await log.append(sessionId, [delta(sessionId, 'old')], { epoch: 1, sequence: 9 });
      expect(
        await other.append(sessionId, [delta(sessionId, 'new')], { epoch: 2, sequence: 1 }),
      ).toMatchObject({
        outcome: 'written',
      });
      expect(await log.append(sessionId, [delta(sessionId, 'late')], { epoch: 1, sequence: 10 })).toEqual({
        outcome: 'fenced',
      });
      expect(await texts(log, sessionId, start)).toEqual(['old', 'new']);
    });

    test('appends without a guard or with `once` do not move the fence', async () => {
      const { log } = under;
      const sessionId = newId();
      await log.append(sessionId, [delta(sessionId, 'a')], { epoch: 3, sequence: 1 });
      await log.append(sessionId, [delta(sessionId, 'b')]);
      await log.append(sessionId, [delta(sessionId, 'c')], { once: 'c' });
      expect(await log.append(sessionId, [delta(sessionId, 'd')], { epoch: 3, sequence: 2 })).toMatchObject({
        outcome: 'written',
      });
    });

    test('an append with a key happens once, also when two processes try at the same time', async () => {
      const { log, other } = under;
      const sessionId = newId();
      const start = (await log.tail(sessionId)).cursor;
      const results = await Promise.all(
        [log, other, log, other].map((each) =>
          each.append(sessionId, [delta(sessionId, 'hello')], { once: 'message-1' }),
        ),
      );
      expect(results.filter((result) => result.outcome === 'written')).toHaveLength(1);
      expect(results.filter((result) => result.outcome === 'duplicate')).toHaveLength(3);
      await log.append(sessionId, [delta(sessionId, 'other')], { once: 'message-2' });
      expect(await texts(log, sessionId, start)).toEqual(['hello', 'other']);
    });

    test('the tail tells where the newest epoch began', async () => {
      const { log } = under;
      const sessionId = newId();
      await append(log, sessionId, 3);
      const place = (await log.tail(sessionId)).cursor;
      await log.append(sessionId, [delta(sessionId, 'a'), delta(sessionId, 'b')], { epoch: 4, sequence: 1 });
      await append(log, sessionId, 1);
      await log.append(sessionId, [delta(sessionId, 'c')], { epoch: 4, sequence: 2 });
      expect((await log.tail(sessionId)).attempt).toEqual({ epoch: 4, cursor: place });

      const next = (await log.tail(sessionId)).cursor;
      await log.append(sessionId, [delta(sessionId, 'd')], { epoch: 5, sequence: 1 });
      expect((await log.tail(sessionId)).attempt).toEqual({ epoch: 5, cursor: next });
    });

    test('concurrent appends from two processes lose nothing and keep each author’s order', async () => {
      const { log, other } = under;
      const sessionId = newId();
      const start = (await log.tail(sessionId)).cursor;
      const write = async (author: EventLog, name: string) => {
        for (let index = 0; index < 60; index++) {
          await author.append(sessionId, [
            delta(sessionId, `${name}${index}`),
            delta(sessionId, `${name}${index}+`),
          ]);
        }
      };
      await Promise.all([write(log, 'a'), write(other, 'b'), write(log, 'c')]);

      const events = await readAll(log, sessionId, start);
      expect(events).toHaveLength(360);
      expect(new Set(events.map((event) => event.cursor)).size).toBe(360);
      for (const name of ['a', 'b', 'c']) {
        const own = events
          .map((event) => JSON.parse(event.json).text)
          .filter((text) => text.startsWith(name));
        expect(own).toEqual(Array.from({ length: 60 }, (_, i) => [`${name}${i}`, `${name}${i}+`]).flat());
      }
    });

    test('a cursor whose next events were trimmed away is not known, a newer one is', async () => {
      const { small } = under;
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

    test('a cursor of the future, of another session, or of no log at all is not known', async () => {
      const { log } = under;
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
      const { log } = under;
      const sessionId = newId();
      await log.append(sessionId, [delta(sessionId, 'before')], { once: 'key' });
      await append(log, sessionId, 4);
      const end = (await log.tail(sessionId)).cursor;
      await under.lose(sessionId);
      expect(await log.read(sessionId, end, 10)).toEqual({ known: false });
      await append(log, sessionId, 9);
      expect(await log.read(sessionId, end, 10)).toEqual({ known: false });
      expect(await log.read(sessionId, placeBefore(end, 3), 10)).toEqual({ known: false });
      expect(await readAll(log, sessionId, placeBefore((await log.tail(sessionId)).cursor, 9))).toHaveLength(
        9,
      );
    });

    test('a log expires when nothing is appended to it, and the next one is another', async () => {
      const { small } = under;
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
      const { small } = under;
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

    test('an append wakes those who subscribed, in both processes, and only for their session', async () => {
      const { log, other } = under;
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
      const { log } = under;
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
      const { log } = under;
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
      const { log, other } = under;
      const sessionId = newId();
      const { wakeUps, stop } = await collect(log, sessionId);
      await under.cutSubscriptions();
      await eventually('told of the gap', () => wakeUps.some((wakeUp) => wakeUp.cursor === null));
      const { cursor } = await appended(other, sessionId);
      await eventually('woken again', () => wakeUps.some((wakeUp) => wakeUp.cursor === cursor));
      stop();
    });
  });
}

function delta(sessionId: string, text: string): EncodedEvent {
  return encodeEvent(sessionId, {
    type: 'message.delta',
    turn_id: sessionId,
    message_id: sessionId,
    attempt: 1,
    offset: 0,
    text,
  });
}

async function append(log: EventLog, sessionId: string, count: number): Promise<void> {
  await log.append(
    sessionId,
    Array.from({ length: count }, (_, index) => delta(sessionId, `${index}`)),
  );
}

async function appended(log: EventLog, sessionId: string): Promise<{ cursor: string }> {
  const result = await log.append(sessionId, [delta(sessionId, 'x')]);
  if (result.outcome !== 'written') throw new Error(result.outcome);
  return result;
}

async function readAll(log: EventLog, sessionId: string, after: string) {
  const result = await log.read(sessionId, after, 10_000);
  if (!result.known) throw new Error(`cursor ${after} is not known`);
  return result.events;
}

async function texts(log: EventLog, sessionId: string, after: string): Promise<string[]> {
  return (await readAll(log, sessionId, after)).map((event) => JSON.parse(event.json).text);
}

/** The cursor `count` events before this one. */
function placeBefore(cursor: string, count: number): string {
  const [generation, number] = cursor.split('-');
  return `${generation}-${Number(number) - count}`;
}

async function collect(log: EventLog, sessionId: string) {
  const wakeUps: WakeUp[] = [];
  const stop = await log.subscribe(sessionId, (wakeUp) => wakeUps.push(wakeUp));
  return { wakeUps, stop };
}
