import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EventLog } from '../../core/backplane/event-log.js';
import type { Turn } from '../../core/domain/turn.js';
import { recordEnd } from '../../core/store/turn-end.js';
import { markUndelivered } from '../../core/store/turns.js';
import { ANNOUNCE_PATIENCE_MS, ANNOUNCED_AT_ONCE, startSweep, sweep } from '../../worker/sweep.js';
import { answered, storeUnderTest } from '../core/store/store-under-test.js';
import { type OpenBackplane, testBackplanes } from '../support/backplanes.js';
import { eventually } from '../support/eventually.js';
import { silentLogger } from '../support/logger.js';

describe.each(testBackplanes)('the sweep, with $kind as the backplane,', ({ open }) => {
  const store = storeUnderTest();
  let opened: OpenBackplane;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  /** Turns of a session each whose worker died before it told of their ends, the oldest first. */
  const endedUnannounced = async (count: number): Promise<Turn[]> => {
    const turns: Turn[] = [];
    for (let number = 0; number < count; number++) {
      await store.newSession();
      const { turn } = await store.claim((await store.post()).turn.id);
      await recordEnd(store.db, turn, answered);
      await store.db.query(
        `UPDATE turns SET announced = false, ended_at = now() - make_interval(secs => $2) WHERE id = $1`,
        [turn.id, 60 - number],
      );
      turns.push(turn);
    }
    return turns;
  };
  /** The sweep on a log that cannot be written where `isAway` says so; how many appends were tried there. */
  const sweepWith = async (isAway: (sessionId: string) => boolean, afterMs = 0): Promise<number> => {
    const { events } = opened.backplane;
    let refused = 0;
    const log: EventLog = {
      ...events,
      append: async (sessionId, ...rest) => {
        if (!isAway(sessionId)) return await events.append(sessionId, ...rest);
        refused += 1;
        await setTimeout(afterMs);
        throw new Error('its node is away');
      },
    };
    await sweep({
      db: store.db,
      log,
      producer: { deliver: async () => undefined, onConnected: () => undefined },
      judge: { deadBefore: async () => null },
      logger: silentLogger,
    });
    return refused;
  };
  const announced = async (turns: readonly Turn[]): Promise<boolean[]> => {
    const rows: { id: string; announced: boolean }[] = await store.db.query(
      'SELECT id, announced FROM turns WHERE id = ANY($1::uuid[])',
      [turns.map(({ id }) => id)],
    );
    return turns.map(({ id }) => rows.find((row) => row.id === id)?.announced ?? false);
  };

  test('tells of every end whose log takes it, also of those behind one whose log does not', async () => {
    const turns = await endedUnannounced(ANNOUNCED_AT_ONCE + 2);
    const [oldest] = turns;
    await sweepWith((sessionId) => sessionId === oldest?.sessionId);
    expect(await announced(turns)).toEqual(turns.map((turn) => turn !== oldest));
    await sweepWith(() => false);
    expect(await announced(turns)).toEqual(turns.map(() => true));
  });

  test('tries no more than a few when the whole log is away and silent, and all of them later', async () => {
    const turns = await endedUnannounced(ANNOUNCED_AT_ONCE + 2);
    expect(await sweepWith(() => true, ANNOUNCE_PATIENCE_MS + 10)).toBe(ANNOUNCED_AT_ONCE);
    expect(await announced(turns)).toEqual(turns.map(() => false));
    await sweepWith(() => false);
    expect(await announced(turns)).toEqual(turns.map(() => true));
  });

  test('reaches an end whose log takes it at once, behind many whose log refuses them', async () => {
    const turns = await endedUnannounced(2 * ANNOUNCED_AT_ONCE + 1);
    const fine = turns.at(-1);
    await sweepWith((sessionId) => sessionId !== fine?.sessionId);
    expect((await announced(turns)).at(-1)).toBe(true);
    await sweepWith(() => false);
  });

  test('hands over what waits for the queue as soon as there is a connection to it, before its time', async () => {
    const { turn } = await store.post();
    await markUndelivered(store.db, turn.id);
    const delivered: string[] = [];
    let connected: () => void = () => undefined;
    const stop = startSweep({
      db: store.db,
      log: opened.backplane.events,
      producer: {
        deliver: async ({ id }) => void delivered.push(id),
        onConnected: (listener) => {
          connected = listener;
        },
      },
      judge: { deadBefore: async () => null },
      logger: silentLogger,
    });
    connected();
    // The timer is gone; what is under way goes on.
    stop();
    await eventually('the turn is handed over', () => delivered.includes(turn.id));
  });
});
