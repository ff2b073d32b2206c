import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { SessionEvent } from '../../../core/contracts/events.js';
import { assembled, endsTurn, startConversation } from '../../support/conversation.js';
import { eventually } from '../../support/eventually.js';
import { backplaneKinds } from '../../support/server.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

/** Either event says how the answer ended, by when the reader came. */
const isOver = (event: SessionEvent) => endsTurn(event) || event.type === 'snapshot';

/** Stands in what is withheld, and in what went out before the verdict. */
const MARKER = 'ZANZIBAR4711';
const BEFORE = 'QUAGGA0815';
const KEY = 'AKIA4TESTQ7RMXZ2LBVN';

describe.each(backplaneKinds)('an answer that is withheld, with %s as the backplane', (backplane) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ backplane });
  });
  afterAll(() => stack.close());

  const talk = () => startConversation(stack.server.origin, tokenOf('ana', 'consultant'), 20_000);
  const script = (answer: string, more = {}) =>
    stack.bedrock.control.script({ match: 'the key', answer, tokenMs: 2, ...more });

  /** Everything that Postgres and the backplane hold, as text. */
  async function everythingKept(): Promise<string> {
    const { database, config } = stack.server;
    const tables: { name: string }[] = await database.query(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const kept: unknown[] = [];
    for (const { name } of tables) kept.push(await database.query(`SELECT t::text FROM ${name} t`));
    if (config.redisUrl !== null) {
      const redis = new Redis(config.redisUrl);
      for (const key of await redis.keys('*')) {
        const type = await redis.type(key);
        if (type === 'stream') kept.push(await redis.xrange(key, '-', '+'));
        if (type === 'string') kept.push(await redis.get(key));
        if (type === 'hash') kept.push(await redis.hgetall(key));
      }
      redis.disconnect();
    }
    return JSON.stringify([kept, stack.log, stack.server.log]);
  }

  test('in mid-stream: no reader gets what is withheld, and nothing of the answer is left anywhere', async () => {
    script(`The ${BEFORE} of it. `.repeat(20) + `Use ${KEY} ${MARKER} now. `.repeat(50));
    const conversation = await talk();
    const watching = conversation.events(endsTurn);
    const { turn } = await conversation.ask('What is the key?');
    const seen = await watching;

    const last = seen.at(-1);
    const message = {
      status: 'blocked',
      content: expect.stringMatching(/withheld/),
      sources: [],
      error: { code: 'ANSWER_BLOCKED' },
    };
    expect(last).toMatchObject({ type: 'turn.completed', message });
    for (const secret of [KEY, MARKER, 'AKIA']) expect(JSON.stringify(seen)).not.toContain(secret);

    // What came before the verdict leaves the log when those who watch have been told.
    const replay = async () => JSON.stringify(await conversation.events(isOver));
    await eventually('the log begins anew', async () => !(await replay()).includes(BEFORE));
    const replayed = await replay();
    const poll = await conversation.call(
      'GET',
      `/sessions/${conversation.session.id}/events?after=${conversation.start}&wait=0`,
      undefined,
      { accept: 'application/json' },
    );
    const { data } = await conversation.history();
    expect(data[1]).toMatchObject(message);
    const told = JSON.stringify([replayed, await poll.text(), data, await conversation.turn(turn.id)]);
    const kept = await everythingKept();
    expect(replayed).toContain('withheld');
    for (const secret of [KEY, MARKER, BEFORE, 'AKIA']) {
      expect(told).not.toContain(secret);
      expect(kept).not.toContain(secret);
    }
    const [request] = stack.bedrock.control.requests({ question: 'the key' });
    expect(request?.outcome).toBe('clientClosed');
    expect(
      await stack.server.database.query(
        `SELECT user_id, direction, category, rule, severity FROM moderation_verdicts WHERE turn_id = $1`,
        [turn.id],
      ),
    ).toEqual([
      { user_id: 'ana', direction: 'output', category: 'secret', rule: 'aws_access_key', severity: 'medium' },
    ]);
    stack.bedrock.control.clearScripts();
  });

  test('is not told by the tools it calls, nor by what it quotes', async () => {
    script('', { toolUses: [{ name: 'search_knowledge', input: `{"query":"${MARKER} ${KEY}"}` }], times: 1 });
    script('I found nothing.');
    const conversation = await talk();
    await conversation.ask('What is the key in the runbook?');
    const seen = await conversation.events(endsTurn);
    expect(seen.at(-1)).toMatchObject({
      type: 'turn.completed',
      message: {
        content: 'I found nothing.',
        tool_calls: [{ name: 'withheld', status: 'error', input: {} }],
      },
    });
    expect(await everythingKept()).not.toContain(MARKER);
  });

  test('does not go into the prompts of later questions', async () => {
    script(`Use ${KEY}.`, { times: 1 });
    const conversation = await talk();
    await conversation.ask('What is the key?');
    await conversation.events(endsTurn);
    stack.bedrock.control.script({ match: 'And what else', answer: 'Nothing else.' });
    await conversation.ask('And what else is there?');
    await eventually(
      'it is answered',
      async () => (await conversation.history()).data[3]?.status === 'complete',
    );
    const [request] = stack.bedrock.control.requests({ question: 'And what else' });
    expect(JSON.stringify(request)).not.toContain('What is the key?');
    expect(JSON.stringify(request)).not.toContain('withheld');
    stack.bedrock.control.clearScripts();
  });
});

describe('how an answer ends', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.close());

  async function ask(question: string, script: Parameters<Stack['bedrock']['control']['script']>[0]) {
    stack.bedrock.control.script({ match: question, ...script });
    const conversation = await startConversation(stack.server.origin, tokenOf('ana', 'consultant'), 20_000);
    await conversation.ask(question);
    const events = await conversation.events(endsTurn);
    stack.bedrock.control.clearScripts();
    return { events, answer: (await conversation.history()).data[1] };
  }

  test.each(['guardrail_intervened', 'content_filtered'])(
    'stopped by the model’s provider with %s: a sentence stands in its place',
    async (stopReason) => {
      const { answer } = await ask('Que dit la politique ?', { answer: 'Désolé.', stopReason });
      expect(answer).toMatchObject({
        status: 'blocked',
        content: expect.stringContaining('règle de sécurité'),
        error: { code: 'ANSWER_BLOCKED' },
      });
    },
  );

  test('cut off by the model’s limit: it says so', async () => {
    const { answer, events } = await ask('Tell me all of it', { answer: 'And so', stopReason: 'max_tokens' });
    expect(answer).toMatchObject({ status: 'complete', content: 'And so', truncated: true });
    expect(events.at(-1)).toMatchObject({ message: { truncated: true } });
  });

  test('with a citation that points to nothing: it is taken out, of the stream as of the record', async () => {
    const { answer, events } = await ask('Is it free?', { answer: 'It is free [42], they say [43].' });
    expect(answer).toMatchObject({ content: 'It is free, they say.', truncated: false });
    expect(assembled(events)).toBe(answer?.content);
    expect(stack.log.find((line) => line.msg === 'turn ended' && line.citations_removed === 2)).toBeDefined();
  });

  test('with what would be a citation, where an answer is not to cite: it stays', async () => {
    const { answer } = await ask('Hello', { answer: 'Hello, step [2] is next.' });
    expect(answer).toMatchObject({
      content: 'Hello, step [2] is next.',
      template: expect.stringMatching(/^courtesy@/),
    });
  });
});
