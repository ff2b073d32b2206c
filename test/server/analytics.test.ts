import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type UsagePage, usagePage } from '../../core/contracts/analytics.js';
import { newId } from '../../core/domain/ids.js';
import { refusal, request, startTestServer, type TestServer } from '../support/server.js';
import { tokenOf } from '../support/tokens.js';

let server: TestServer;
const turns = [newId(), newId(), newId()].sort();
beforeAll(async () => {
  server = await startTestServer();
  // A picodollar more than a number of JavaScript holds.
  const spent = [
    ['ana', '2026-03-01', '9007199254740993'],
    ['ana', '2026-03-02', '1000000000000'],
    ['bob', '2026-03-02', '2500000000000'],
  ] as const;
  for (const [index, [user, day, picodollars]] of spent.entries()) {
    await server.database.query(
      `WITH l AS (
         INSERT INTO ledger (id, user_id, session_id, turn_id, kind, model, input_tokens, output_tokens, cached_tokens, picodollars, day)
         VALUES ($1, $2, $1, $5, 'answer', 'test', 100, 10, 1, $4, $3))
       INSERT INTO usage_days (user_id, day, calls, unpriced_calls, input_tokens, output_tokens, cached_tokens, picodollars)
       VALUES ($2, $3, 1, 0, 100, 10, 1, $4)`,
      [newId(), user, day, picodollars, turns[index]],
    );
  }
});
afterAll(() => server.close());

const ask = (query: string, role = 'admin') =>
  request(`${server.origin}/api/v1/admin/analytics/usage${query}`, 'GET', { token: tokenOf('boss', role) });
const read = async (query: string): Promise<UsagePage> => usagePage.parse((await ask(query)).body);

describe('the report of usage', () => {
  const march = 'from=2026-03-01&to=2026-03-31';

  test('has days, the newest first, with costs to the last digit', async () => {
    const { data } = await read(`?by=day&${march}`);
    expect(data).toEqual([
      { day: '2026-03-02', ...counts(2), cost_usd: '3.5' },
      { day: '2026-03-01', ...counts(1), cost_usd: '9007.199254740993' },
    ]);
  });

  test('has users, page by page, who cost most first', async () => {
    const first = await read(`?by=user&${march}&limit=1`);
    expect(first.data).toEqual([{ user_id: 'ana', ...counts(2), cost_usd: '9008.199254740993' }]);
    const next = await read(`?by=user&${march}&limit=1&cursor=${first.page.next_cursor}`);
    expect(next).toEqual({
      data: [{ user_id: 'bob', ...counts(1), cost_usd: '2.5' }],
      page: { next_cursor: null, has_more: false },
    });
  });

  test('has turns, page by page, each with its user and session', async () => {
    const first = await read(`?by=turn&${march}&limit=2`);
    expect(first.data.map(({ turn_id, user_id }) => [turn_id, user_id])).toEqual([
      [turns[2], 'bob'],
      [turns[1], 'ana'],
    ]);
    const next = await read(`?by=turn&${march}&limit=2&cursor=${first.page.next_cursor}`);
    expect(next.data).toMatchObject([{ turn_id: turns[0], cost_usd: '9007.199254740993' }]);
  });

  test('ends at its days', async () => {
    expect((await read('?by=user&from=2026-03-02&to=2026-03-02')).data).toMatchObject([
      { user_id: 'bob' },
      { user_id: 'ana', cost_usd: '1' },
    ]);
    expect((await read('?by=day&from=2026-04-01&to=2026-04-30')).data).toEqual([]);
    expect((await ask('')).status).toBe(200);
  });

  test.each(['viewer', 'consultant', 'supervisor'])('is not for the role %s', async (role) => {
    expect(refusal(await ask('', role))).toEqual({ status: 403, code: 'FORBIDDEN' });
  });

  test('is for nobody who is not signed in', async () => {
    const answer = await request(`${server.origin}/api/v1/admin/analytics/usage`, 'GET');
    expect(refusal(answer)).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  });

  test.each([
    '?by=model',
    '?from=yesterday',
    '?from=2026-02-30',
    '?from=0000-01-01&to=0000-01-02',
    '?to=0000-01-05',
    '?from=2026-03-02&to=2026-03-01',
    '?from=2000-01-01&to=2026-03-01',
    '?limit=0',
    '?user=ana',
  ])('refuses %s', async (query) => {
    expect(refusal(await ask(query))).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
  });

  test('knows a cursor of another report', async () => {
    const { page } = await read(`?by=user&${march}&limit=1`);
    expect(refusal(await ask(`?by=day&cursor=${page.next_cursor}`))).toEqual({
      status: 400,
      code: 'INVALID_CURSOR',
    });
  });
});

function counts(calls: number) {
  return {
    calls,
    unpriced_calls: 0,
    input_tokens: 100 * calls,
    output_tokens: 10 * calls,
    cached_tokens: calls,
  };
}
