import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { WireMessage } from '../../../core/contracts/shapes.js';
import { newId } from '../../../core/domain/ids.js';
import { budgetsFile } from '../../support/budgets-file.js';
import { type Conversation, endsTurn, startConversation } from '../../support/conversation.js';
import { eventually } from '../../support/eventually.js';
import { backplaneKinds } from '../../support/server.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

const budgets = budgetsFile(`
roles:
  supervisor: { day: { usd: '10' }, month: { tokens: 1000000000 } }
`);
afterAll(budgets.remove);

describe.each(backplaneKinds)('the ledger, with %s as the backplane', (backplane) => {
  let stack: Stack;
  let user: string;
  beforeAll(async () => {
    stack = await startStack({ backplane, env: { BUDGETS_FILE: budgets.path } });
  });
  afterAll(() => stack.close());
  afterEach(() => stack.bedrock.control.clearScripts());

  const talk = (role = 'consultant') => {
    user = `user-${newId()}`;
    return startConversation(stack.server.origin, tokenOf(user, role));
  };
  const rows = (turnId: string) =>
    stack.server.database.query<{
      kind: string;
      input: number;
      output: number;
      usd: number;
      estimated: boolean;
    }>(
      `SELECT kind, input_tokens::integer AS input, output_tokens::integer AS output, picodollars / 1e12::float8 AS usd, estimated
       FROM ledger WHERE turn_id = $1 ORDER BY id`,
      [turnId],
    );
  const day = async () => {
    const [row] = await stack.server.database.query<{ calls: number }>(
      'SELECT calls, picodollars::text FROM usage_days WHERE user_id = $1',
      [user],
    );
    return row;
  };
  const reserved = async () =>
    (
      await stack.server.database.query<{ sum: string | null }>(
        `SELECT sum(reserved_picodollars)::text FROM turns WHERE user_id = $1 AND state IN ('queued', 'running')`,
        [user],
      )
    )[0]?.sum ?? '0';
  const answerOf = async (conversation: Conversation): Promise<WireMessage | undefined> =>
    (await conversation.history()).data[1];

  test('has an answer as its message has it, and its user’s day has the same', async () => {
    const conversation = await talk();
    const { turn } = await conversation.ask('Hello there');
    await conversation.events(endsTurn);
    const { usage } = (await answerOf(conversation)) ?? {};
    expect(await rows(turn.id)).toEqual([
      {
        kind: 'answer',
        input: usage?.input_tokens,
        output: usage?.output_tokens,
        usd: usage?.cost_usd,
        estimated: false,
      },
    ]);
    expect(usage?.cost_usd).toBeGreaterThan(0);
    expect(await day()).toEqual({ calls: 1, picodollars: String(Math.round((usage?.cost_usd ?? 0) * 1e12)) });
  });

  test('has each call of an answer that a tool was called for', async () => {
    const conversation = await talk();
    const { turn } = await conversation.ask('What do two NAT gateways in Paris cost with 500 GB a month?');
    await conversation.events(endsTurn);
    const { usage } = (await answerOf(conversation)) ?? {};
    const calls = (await rows(turn.id)).filter(({ kind }) => kind === 'answer');
    expect(calls).toHaveLength(2);
    expect(calls.reduce((sum, { output }) => sum + output, 0)).toBe(usage?.output_tokens);
  });

  test('has an attempt that was tried again, and what it took counts once', async () => {
    stack.bedrock.control.script({ match: 'twice', times: 1, empty: true });
    const conversation = await talk('supervisor');
    const { turn } = await conversation.ask('Hello, say it twice');
    const events = await conversation.events(endsTurn);
    expect(events.some((event) => event.type === 'turn.restarted')).toBe(true);
    expect(await rows(turn.id)).toHaveLength(2);
    expect(await day()).toMatchObject({ calls: 2 });
    expect(await reserved()).toBe('0');
  });

  test('has all attempts of a turn that failed', async () => {
    stack.bedrock.control.script({ match: 'never', stopReason: 'model_context_window_exceeded' });
    const conversation = await talk('supervisor');
    const { turn } = await conversation.ask('Hello, never say it');
    const events = await conversation.events(
      (event) => event.type === 'turn.failed' && event.will_retry === false,
    );
    const attempts = events.filter((event) => event.type === 'turn.started').length;
    expect(attempts).toBeGreaterThan(1);
    expect(await rows(turn.id)).toHaveLength(attempts);
    expect(await reserved()).toBe('0');
  });

  test.each(['stopped', 'deleted with its session'])(
    'has the calls of a turn that was %s: those that had ended, and the one that was cut as far as is known',
    async (how) => {
      const question = 'Tell me something about a subject without any document, please';
      const toolUses = [{ name: 'search_knowledge', input: '{"query":"NAT"}' }];
      stack.bedrock.control.script({ match: question, times: 1, toolUses });
      stack.bedrock.control.script({ match: question, times: 1, lengthTokens: 5_000, tokenMs: 20 });
      const conversation = await talk('supervisor');
      const { turn } = await conversation.ask(question);
      await conversation.events((event) => event.type === 'message.delta');
      expect(BigInt(await reserved())).toBeGreaterThan(0n);
      const own = `/sessions/${conversation.session.id}`;
      if (how === 'stopped') await conversation.call('POST', `${own}/turns/${turn.id}/stop`);
      else await conversation.call('DELETE', own);
      await eventually('both calls are booked', async () => (await rows(turn.id)).length === 2);
      const [first, second] = await rows(turn.id);
      expect(first).toMatchObject({ estimated: false });
      expect(second).toMatchObject({ estimated: true });
      for (const part of ['input', 'output', 'usd'] as const) expect(second?.[part]).toBeGreaterThan(0);
      expect(await day()).toMatchObject({ calls: 2 });
      expect(await reserved()).toBe('0');
    },
  );

  test('has an answer that was withheld by our own rules while it was written', async () => {
    const answer = `${'A word or two. '.repeat(20)}Use AKIA4TESTQ7RMXZ2LBVN now. `.repeat(20);
    stack.bedrock.control.script({ match: 'the key', answer, tokenMs: 2 });
    const conversation = await talk();
    const { turn } = await conversation.ask('What is the key?');
    await conversation.events(endsTurn);
    expect(await answerOf(conversation)).toMatchObject({ status: 'blocked' });
    expect(await rows(turn.id)).toMatchObject([{ kind: 'answer', estimated: true }]);
  });

  test('has an answer that was withheld by the model’s own filter', async () => {
    stack.bedrock.control.script({ match: 'filtered', stopReason: 'content_filtered', answer: 'No.' });
    const conversation = await talk();
    const { turn } = await conversation.ask('Hello, filtered');
    await conversation.events(endsTurn);
    expect(await answerOf(conversation)).toMatchObject({ status: 'blocked' });
    expect(await rows(turn.id)).toHaveLength(1);
  });

  test('has the title of a session, for its user', async () => {
    const conversation = await talk();
    await conversation.ask('What does a NAT gateway cost in Ireland?');
    await eventually('the title is booked', async () => {
      const booked = await stack.server.database.query(
        `SELECT 1 FROM ledger WHERE session_id = $1 AND kind = 'title' AND turn_id IS NULL AND user_id = $2`,
        [conversation.session.id, user],
      );
      return booked.length === 1;
    });
  });

  test('tells a user once a day that his budget is nearly used up, after the answer that made it so', async () => {
    const conversation = await talk('supervisor');
    await stack.server.database.query(
      `INSERT INTO usage_days (user_id, day, calls, unpriced_calls, input_tokens, output_tokens, cached_tokens, picodollars)
       VALUES ($1, (now() AT TIME ZONE 'UTC')::date, 1, 0, 0, 0, 0, 7999999999999)`,
      [user],
    );
    await conversation.ask('Hello there');
    const events = await conversation.events((event) => event.type === 'budget.warning');
    expect(events.at(-2)?.type).toBe('turn.completed');
    expect(events.at(-1)).toMatchObject({
      window: 'day',
      fraction: expect.closeTo(0.8, 2),
      resets_at: expect.stringMatching(/T00:00:00\.000Z$/),
    });
    const { cursor } = await conversation.history();
    await conversation.ask('Hello again');
    const later = await conversation.events(endsTurn, cursor);
    await conversation.ask('And again');
    let ended = 0;
    later.push(...(await conversation.events((event) => endsTurn(event) && ++ended === 2, cursor)));
    expect(later.filter((event) => event.type === 'budget.warning')).toEqual([]);
    expect(await reserved()).toBe('0');
  });
});
