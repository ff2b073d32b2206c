import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { errorBody } from '../../../core/contracts/errors.js';
import { sessionPage } from '../../../core/contracts/http.js';
import { newId } from '../../../core/domain/ids.js';
import { budgetsFile } from '../../support/budgets-file.js';
import {
  type Api,
  apiOf,
  backplaneKinds,
  refusal,
  startTestServer,
  type TestServer,
} from '../../support/server.js';

/** Room for six turns of the default model, which are reckoned with $0.15072 each. */
const file = budgetsFile(`
roles:
  consultant: { day: { usd: '1' } }
`);
afterAll(file.remove);

/* No worker runs here: what is reserved stays so. */
describe.each(backplaneKinds)('a budget, with %s as the backplane', (backplane) => {
  let server: TestServer;
  let user: string;
  let api: Api;
  beforeAll(async () => {
    server = await startTestServer({ backplane, env: { BUDGETS_FILE: file.path } });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    user = `user-${newId()}`;
    api = apiOf(server, user);
  });

  const spend = (picodollars: string) =>
    server.database.query(
      `INSERT INTO usage_days (user_id, day, calls, unpriced_calls, input_tokens, output_tokens, cached_tokens, picodollars)
       VALUES ($1, (now() AT TIME ZONE 'UTC')::date, 1, 0, 0, 0, 0, $2)`,
      [user, picodollars],
    );
  const ask = (id: string, key: string = newId()) =>
    api.post(`/sessions/${id}/messages`, { json: { content: 'Hello', client_message_id: key } });

  test('takes as many of fifty questions at once as it has room for; the others may come again soon', async () => {
    const sessions = await Promise.all(Array.from({ length: 50 }, () => api.createSession()));
    const answers = await Promise.all(sessions.map(({ id }) => ask(id)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(6);
    const refused = answers.filter(({ status }) => status !== 202);
    for (const answer of refused) expect(refusal(answer)).toEqual({ status: 429, code: 'BUDGET_HELD' });
    expect(refused[0]?.headers.get('retry-after')).toBe('10');
  });

  test('that is used up is told with a sentence, when it begins anew, and Retry-After', async () => {
    await spend('900000000000');
    const { id } = await api.createSession();
    const answer = await ask(id);
    expect(refusal(answer)).toEqual({ status: 429, code: 'BUDGET_EXCEEDED' });
    const { error } = errorBody.parse(answer.body);
    expect(error.message).toMatch(
      /^Your budget for today is used up\. It is free again on \d+ \w+ at 00:00 UTC\.$/,
    );
    expect(error.details).toEqual({
      window: 'day',
      resets_at: expect.stringMatching(/T00:00:00\.000Z$/),
      sentence: { en: error.message, fr: expect.stringMatching(/^Votre budget du jour est épuisé\./) },
    });
    const seconds = Number(answer.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(86_400);
    expect(error.retry_after).toBe(seconds);
    expect((await api.get(`/sessions/${id}/history`)).body).toMatchObject({ data: [] });
  });

  test('lets a request that is repeated have its first answer', async () => {
    const { id } = await api.createSession();
    const key = newId();
    expect((await ask(id, key)).status).toBe(202);
    await spend('1000000000000');
    const again = await ask(id, key);
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(refusal(await ask(id))).toEqual({ status: 429, code: 'BUDGET_EXCEEDED' });
  });

  test('holds for an answer that is asked for again', async () => {
    const { id } = await api.createSession();
    const { turn } = await api.ask(id);
    const own = `/sessions/${id}/turns/${turn.id}`;
    await api.post(`${own}/stop`);
    await spend('1000000000000');
    expect(refusal(await api.post(`${own}/retry`))).toEqual({ status: 429, code: 'BUDGET_EXCEEDED' });
    expect((await api.get(own)).body).toMatchObject({ state: 'stopped' });
    await server.database.query('DELETE FROM usage_days WHERE user_id = $1', [user]);
    expect((await api.post(`${own}/retry`)).status).toBe(202);
  });

  test('is not of the roles that have none', async () => {
    await spend('9000000000000');
    const supervisor = apiOf(server, user, 'supervisor');
    const { id } = await supervisor.createSession();
    expect((await supervisor.ask(id)).turn.state).toBe('queued');
  });

  test('that is nearly used up shows with the list of sessions, and in a snapshot', async () => {
    const list = async () => sessionPage.parse((await api.get('/sessions')).body).budget;
    const { id } = await api.createSession();
    await api.ask(id);
    expect(await list()).toBeNull();
    await spend('830000000000');
    const standing = { window: 'day', fraction: 0.83, resets_at: expect.any(String) };
    expect(await list()).toEqual(standing);
    expect(await api.events(id, '1-1')).toMatchObject([{ type: 'snapshot', budget: standing }]);
  });
});

test('a server with a file that is wrong does not start, and says why', async () => {
  const wrong = budgetsFile('roles: { consultant: { day: { usd: 1 } } }');
  await expect(startTestServer({ env: { BUDGETS_FILE: wrong.path } })).rejects.toThrow(/BUDGETS_FILE\.$/);
  wrong.remove();
});
