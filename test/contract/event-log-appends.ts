import { expect, test } from '@jest/globals';
import { type EventLog, eventLogLimits } from '../../core/backplane/event-log.js';
import { newId } from '../../core/domain/ids.js';
import { append, delta, placeBefore, readAll, texts } from './event-log-helpers.js';
import type { EventLogUnderTest } from './event-log-under-test.js';

/** What is read is what was appended, once and in order. */
export function appendPromises(under: () => EventLogUnderTest): void {
  test('events are read back in order, with the text their author gave them', async () => {
    const { log } = under();
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
    const { log } = under();
    const sessionId = newId();
    await append(log, sessionId, 10);
    const all = await readAll(log, sessionId, placeBefore((await log.tail(sessionId)).cursor, 10));
    const page = await log.read(sessionId, all[3]?.cursor ?? '', 3);
    expect(page).toEqual({ known: true, events: all.slice(4, 7), more: true });
    expect(await log.read(sessionId, all[6]?.cursor ?? '', 3)).toEqual({
      known: true,
      events: all.slice(7),
      more: false,
    });
    expect(await log.read(sessionId, all[9]?.cursor ?? '', 3)).toEqual({
      known: true,
      events: [],
      more: false,
    });
  });

  test('what is read at once is bounded in bytes too, but for a single event', async () => {
    const { log } = under();
    const sessionId = newId();
    const start = (await log.tail(sessionId)).cursor;
    const third = 'x'.repeat(eventLogLimits.readBytes / 3);
    const sizes = [third, third, third, 'y', third.repeat(4), 'z'];
    for (const text of sizes) await log.append(sessionId, [delta(sessionId, text)]);
    const all = await readAll(log, sessionId, start);
    expect(all.map(({ json }) => JSON.parse(json).text)).toEqual(sizes);

    const pages = [];
    for (let after = start, more = true; more; after = pages.at(-1)?.at(-1)?.cursor ?? '') {
      const page = await log.read(sessionId, after, 10);
      if (!page.known) throw new Error(`${after} is not known`);
      pages.push(page.events);
      more = page.more;
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1, 1]);
    expect(pages.flat()).toEqual(all);
  });

  test('the tail of a session without a log is the exact place before its first event', async () => {
    const { log } = under();
    const sessionId = newId();
    const { cursor, attempt } = await log.tail(sessionId);
    expect(attempt).toBeNull();
    expect(await log.read(sessionId, cursor, 10)).toEqual({ known: true, events: [], more: false });
    await append(log, sessionId, 1);
    expect(await readAll(log, sessionId, cursor)).toHaveLength(1);
    expect((await log.tail(sessionId)).cursor).not.toBe(cursor);
  });

  test('tails tells where each session stands, and makes no log', async () => {
    const { log } = under();
    const [one, two, none] = [newId(), newId(), newId()];
    await append(log, one, 3);
    const begun = (await log.tail(two)).cursor;
    const tails = await log.tails([one, none, two]);
    expect(tails).toEqual([(await log.tail(one)).cursor, null, begun]);
    expect(await log.tails([none])).toEqual([null]);
    expect(await log.tails([])).toEqual([]);
  });

  test('a batch of an epoch is written once, however often it is appended', async () => {
    const { log, other } = under();
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
    const { log, other } = under();
    const sessionId = newId();
    const start = (await log.tail(sessionId)).cursor;
    await log.append(sessionId, [delta(sessionId, 'old')], { epoch: 1, sequence: 9 });
    expect(await other.append(sessionId, [delta(sessionId, 'new')], { epoch: 2, sequence: 1 })).toMatchObject(
      {
        outcome: 'written',
      },
    );
    expect(await log.append(sessionId, [delta(sessionId, 'late')], { epoch: 1, sequence: 10 })).toEqual({
      outcome: 'fenced',
    });
    expect(await texts(log, sessionId, start)).toEqual(['old', 'new']);
  });

  test('appends without a guard or with `once` do not move the fence', async () => {
    const { log } = under();
    const sessionId = newId();
    await log.append(sessionId, [delta(sessionId, 'a')], { epoch: 3, sequence: 1 });
    await log.append(sessionId, [delta(sessionId, 'b')]);
    await log.append(sessionId, [delta(sessionId, 'c')], { once: 'c' });
    expect(await log.append(sessionId, [delta(sessionId, 'd')], { epoch: 3, sequence: 2 })).toMatchObject({
      outcome: 'written',
    });
  });

  test('an append with a key happens once, also when two processes try at the same time', async () => {
    const { log, other } = under();
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

  test('a key that was given with a fence is used up for appends without one', async () => {
    const { log, other } = under();
    const sessionId = newId();
    const start = (await log.tail(sessionId)).cursor;
    const end = [delta(sessionId, 'end')];
    const fence = { epoch: 3, sequence: 9, once: 'end' };
    expect(await log.append(sessionId, end, fence)).toMatchObject({ outcome: 'written' });
    await log.append(sessionId, [delta(sessionId, 'next')], { epoch: 4, sequence: 1 });
    expect(await other.append(sessionId, end, fence)).toEqual({ outcome: 'fenced' });
    expect(await other.append(sessionId, end, { once: 'end' })).toEqual({ outcome: 'duplicate' });
    expect(await texts(log, sessionId, start)).toEqual(['end', 'next']);

    await log.append(sessionId, end, { once: 'late end' });
    const late = { epoch: 4, sequence: 9, once: 'late end' };
    expect(await log.append(sessionId, end, late)).toEqual({ outcome: 'duplicate' });
  });

  test('the tail tells where the newest epoch began', async () => {
    const { log } = under();
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
    const { log, other } = under();
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
      const own = events.map((event) => JSON.parse(event.json).text).filter((text) => text.startsWith(name));
      expect(own).toEqual(Array.from({ length: 60 }, (_, i) => [`${name}${i}`, `${name}${i}+`]).flat());
    }
  });
}
