import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { turnsAtOnce } from '../../core/store/turn-window.js';
import { eventually } from '../support/eventually.js';
import { apiOf, backplaneKinds } from '../support/server.js';
import { type Stack, startStack } from '../support/stack.js';

const SLOTS = 2;
/** The limit is soft: as many turns as end in one moment may each let in one more (core/store/turn-window.test.ts shows how). */
const MOST_IN_HAND = turnsAtOnce + SLOTS - 1;
const BURST = { sessions: 25, each: 20 };
const POSTING = 10;
const OTHERS = 20;

describe.each(backplaneKinds)('a worker with few places, with %s as the backplane', (backplane) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ backplane, env: { WORKER_CONCURRENCY: String(SLOTS) } });
  });
  afterAll(() => stack.close());

  const count = async (where: string, ...values: unknown[]): Promise<number> => {
    const [row] = await stack.server.database.query<{ turns: number }>(
      `SELECT count(*)::integer AS turns FROM turns WHERE ${where}`,
      values,
    );
    return row?.turns ?? 0;
  };
  const inHand = (userId: string) =>
    count(`user_id = $1 AND (state = 'running' OR (state = 'queued' AND delivered_at IS NOT NULL))`, userId);

  test('lets nobody wait behind more than a few of the 500 questions of one user, and answers all of them', async () => {
    stack.bedrock.control.script({ answer: 'Noted.', firstTokenMs: 40 });
    const hog = apiOf(stack.server, 'hog');
    const sessions = await Promise.all(Array.from({ length: BURST.sessions }, () => hog.createSession()));
    const questions = sessions.flatMap(({ id }) => Array.from({ length: BURST.each }, () => id));
    await Promise.all(
      Array.from({ length: POSTING }, async () => {
        for (let id = questions.shift(); id; id = questions.shift()) await hog.ask(id);
      }),
    );
    // Posts that commit in one moment do not see each other; what they were too many goes by as turns end.
    await eventually('the limit holds', async () => (await inHand('hog')) <= turnsAtOnce);
    expect(await count(`user_id = 'hog' AND state = 'queued'`)).toBeGreaterThan(OTHERS * turnsAtOnce);

    const asked: { turnId: string; at: string }[] = [];
    for (let number = 0; number < OTHERS; number++) {
      const other = apiOf(stack.server, `other-${number}`);
      const { turn } = await other.ask((await other.createSession()).id);
      const [clock] = await stack.server.database.query<{ at: string }>(
        'SELECT clock_timestamp()::text AS at',
      );
      asked.push({ turnId: turn.id, at: clock?.at ?? '' });
    }
    await eventually('the others are answered', async () => {
      expect(await inHand('hog')).toBeLessThanOrEqual(MOST_IN_HAND);
      return (await count(`user_id <> 'hog' AND state = 'completed'`)) === OTHERS;
    });
    expect(await count(`user_id = 'hog' AND state = 'queued'`)).toBeGreaterThan(0);
    for (const { turnId, at } of asked) {
      const before = await count(
        `user_id = 'hog' AND started_at > $2 AND started_at < (SELECT started_at FROM turns WHERE id = $1)`,
        turnId,
        at,
      );
      expect(before).toBeLessThanOrEqual(MOST_IN_HAND);
    }
    const started = await stack.server.database.query<{ id: string }>(
      `SELECT id FROM turns WHERE user_id <> 'hog' ORDER BY started_at`,
    );
    for (const [place, { turnId }] of asked.entries()) {
      const startedAs = started.findIndex(({ id }) => id === turnId);
      // Those that are taken at the same moment may be noted either way round.
      expect(Math.abs(startedAs - place)).toBeLessThan(SLOTS);
    }

    // What is left is only to be seen to its end.
    stack.bedrock.control.clearScripts();
    stack.bedrock.control.script({ answer: 'Noted.' });
    await eventually(
      'all are answered',
      async () => (await count(`state = 'completed'`)) === BURST.sessions * BURST.each + OTHERS,
      120_000,
    );
    const outOfOrder = await stack.server.database.query(
      `SELECT id FROM (
         SELECT id, started_at, lag(ended_at) OVER (PARTITION BY session_id ORDER BY position) AS before FROM turns
       ) t WHERE started_at < before`,
    );
    expect(outOfOrder).toEqual([]);
    expect(await count('attempt <> 1')).toBe(0);
  }, 180_000);

  test('goes on with a user’s waiting turns when all those before them are gone and nobody handed over', async () => {
    stack.bedrock.control.clearScripts();
    stack.bedrock.control.script({ match: 'endless', lengthTokens: 10_000, tokenMs: 20 });
    stack.bedrock.control.script({ match: 'waits', answer: 'Here I am.' });
    const ana = apiOf(stack.server, 'ana');
    for (let number = 0; number < turnsAtOnce; number++)
      await ana.ask((await ana.createSession()).id, 'endless');
    const { turn } = await ana.ask((await ana.createSession()).id, 'This one waits.');
    await eventually('the places are taken', async () => (await count(`state = 'running'`)) === SLOTS);
    expect(await count('id = $1 AND delivered_at IS NULL', turn.id)).toBe(1);
    // As if whoever ended them had died right after.
    await stack.server.database.query(
      `UPDATE turns SET state = 'failed', ended_at = now(), announced = true WHERE user_id = 'ana' AND id <> $1`,
      [turn.id],
    );
    await eventually(
      'it is answered',
      async () => (await count(`id = $1 AND state = 'completed'`, turn.id)) === 1,
    );
  });
});
