import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { announceQuestion } from '../../../core/backplane/announce.js';
import { createBackplane } from '../../../core/backplane/create-backplane.js';
import type { EventLog } from '../../../core/backplane/event-log.js';
import type { WireSession } from '../../../core/contracts/shapes.js';
import { openDatabase } from '../../../core/store/data-source.js';
import { postMessage } from '../../../core/store/post-message.js';
import { claimTurn } from '../../../core/store/turn-attempts.js';
import { ingestDocument } from '../../../worker/knowledge/ingest.js';
import { parseDocument } from '../../../worker/knowledge/parse-document.js';
import { assembled, endsTurn, startConversation } from '../../support/conversation.js';
import { backplaneKinds } from '../../support/server.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

const natGateway = `---
id: nat
title: NAT gateway pricing
path: Cost › NAT
language: en
---

# NAT gateway pricing

A NAT gateway costs $0.048 per hour plus $0.048 per GB processed in eu-west-1.
Gateway endpoints for S3 and DynamoDB are free and take that traffic off the NAT gateway.
`;

describe.each(backplaneKinds)('a turn, with %s as the backplane', (backplane) => {
  let stack: Stack;
  /** The same database and event log, reached past the server. */
  const direct = {} as { db: DataSource; events: EventLog; close(): Promise<void> };
  beforeAll(async () => {
    stack = await startStack({ backplane });
    const db = await openDatabase({
      url: stack.server.config.databaseUrl,
      poolSize: 1,
      applicationName: 'test',
    });
    await ingestDocument(db, parseDocument(natGateway));
    const backplaneOfTest = await createBackplane({
      config: stack.server.config,
      logger: pino({ level: 'silent' }),
    });
    direct.db = db;
    direct.events = backplaneOfTest.events;
    direct.close = async () => {
      await backplaneOfTest.close();
      await db.destroy();
    };
  });
  afterAll(async () => {
    await direct.close();
    await stack.close();
  });

  const talk = () => startConversation(stack.server.origin, tokenOf('ana', 'consultant'));

  test('calls a tool where the model wants one, and keeps on the answer what it was asked and what it gave', async () => {
    const conversation = await talk();
    await conversation.ask('What do two NAT gateways in Paris cost with 500 GB a month?');
    const events = await conversation.events(endsTurn);
    const { data } = await conversation.history();
    const answer = data[1];
    expect(answer?.content).toBe(assembled(events));
    expect(answer?.content).toContain('$98.00 a month');
    expect(answer?.tool_calls).toEqual([
      {
        name: 'estimate_cost',
        status: 'success',
        input: { region: 'eu-west-3', items: expect.any(Array) },
        result: expect.objectContaining({
          total: '98.00',
          lines: expect.any(Array),
          prices: expect.any(Array),
        }),
      },
    ]);
    expect(events.at(-1)).toMatchObject({ message: { tool_calls: answer?.tool_calls } });
  });

  test('numbers the sources that a search of the model finds after those it has, and keeps what Postgres would refuse out', async () => {
    const conversation = await talk();
    const question = 'Tell me something about a subject without any document, please';
    const call = (query: string) => ({ name: 'search_knowledge', input: JSON.stringify({ query }) });
    stack.bedrock.control.script({
      ...{ match: question, times: 1 },
      toolUses: [call('NAT gateway price\u0000\ud800'), { name: 'search\u0000', input: '{"a":"\\u0000"' }],
    });
    stack.bedrock.control.script({ match: question, times: 1, answer: 'Gateway endpoints are free [1].' });
    await conversation.ask(question);
    await conversation.events(endsTurn);
    const { data } = await conversation.history();
    expect(data[1]).toMatchObject({
      status: 'complete',
      sources: [{ number: 1, title: 'NAT gateway pricing' }],
      tool_calls: [
        { name: 'search_knowledge', result: { sources: [{ number: 1, title: 'NAT gateway pricing' }] } },
        { name: 'search', status: 'error', result: { error: expect.stringContaining('There is no tool') } },
      ],
    });
  });

  test('is answered with sources, and every watcher sees the stages and then the exact text', async () => {
    const conversation = await talk();
    const posted = await conversation.ask('What does a NAT gateway cost?');
    const events = await conversation.events(endsTurn);

    const types = events.map((event) => event.type);
    expect(types.filter((type) => type !== 'message.delta')).toEqual([
      'message.created',
      'turn.queued',
      'turn.started',
      'turn.stage',
      'turn.stage',
      'turn.stage',
      'turn.completed',
    ]);
    const stages = events.flatMap((event) => (event.type === 'turn.stage' ? [event.stage] : []));
    expect(stages).toEqual(['understanding', 'searching', 'writing']);

    const { data } = await conversation.history();
    expect(data.map(({ type, status, position }) => [type, status, position])).toEqual([
      ['user', 'complete', 1],
      ['assistant', 'complete', 2],
    ]);
    const answer = data[1];
    expect(answer?.content).toBe(assembled(events));
    expect(answer?.content).toContain('$0.048');
    expect(answer?.sources[0]).toMatchObject({ number: 1, title: 'NAT gateway pricing' });
    expect(answer?.reply_to).toBe(posted.message.id);
    expect(answer?.usage?.output_tokens).toBeGreaterThan(0);
    expect(answer?.template).toMatch(/^cost@\d+\.\d+$/);
    expect(data[0]?.template).toBeNull();
    expect(data[0]).toMatchObject({ intent: { name: 'cost_estimate', method: 'pattern' }, language: 'en' });
  });

  test('leaves in its session what was named and how its user feels, each once', async () => {
    const conversation = await talk();
    const first = await conversation.ask('Your last answer on RDS in Paris was useless!');
    await conversation.events(endsTurn);
    await conversation.ask('And what does RDS cost in eu-west-1 by 2026-05-01?');
    let ended = 0;
    await conversation.events((event) => endsTurn(event) && ++ended === 2);
    const { data } = await conversation.history();
    expect(data[0]).toMatchObject({ sentiment: { label: 'negative' } });
    expect(data[2]).toMatchObject({ sentiment: { label: 'neutral' } });
    const { id } = conversation.session;
    const response = await conversation.call('GET', `/sessions/${id}`);
    const session = (await response.json()) as WireSession;
    const named = (value: string, messageId = data[2]?.id) =>
      expect.objectContaining({ value, message_id: messageId });
    expect(session.entities).toEqual([
      named('Amazon RDS'),
      named('eu-west-1'),
      named('2026-05-01'),
      named('eu-west-3', first.message.id),
    ]);
    expect(await stack.server.database.query('SELECT frustration FROM sessions WHERE id = $1', [id])).toEqual(
      [{ frustration: 1 }],
    );
  });

  test('leaves one line in the log that leads from the request to the model’s call, and no message text', async () => {
    const conversation = await talk();
    const { turn } = await conversation.ask('Is the Zanzibar endpoint free?', {
      'x-correlation-id': 'trace-me-0001',
    });
    await conversation.events(endsTurn);
    const lines = stack.log.filter((line) => line.turn_id === turn.id && line.msg === 'turn ended');
    expect(lines).toMatchObject([
      { correlation_id: 'trace-me-0001', state: 'completed', model_request_id: expect.any(String) },
    ]);
    expect(JSON.stringify([...stack.log, ...stack.server.log])).not.toContain('Zanzibar');
  });

  test('waits for the turn before it, and the answers come in the order of the questions', async () => {
    const conversation = await talk();
    stack.bedrock.control.script({ match: 'question', answer: 'Noted.', firstTokenMs: 30 });
    for (let number = 1; number <= 5; number++) await conversation.ask(`question number ${number}`);
    let ended = 0;
    const events = await conversation.events((event) => endsTurn(event) && ++ended === 5);
    const order = events.flatMap((event) =>
      event.type === 'turn.started' ? ['started'] : event.type === 'turn.completed' ? ['completed'] : [],
    );
    expect(order).toEqual(Array.from({ length: 5 }, () => ['started', 'completed']).flat());
    const positions = events.flatMap((event) =>
      event.type === 'turn.completed' ? [event.message.position] : [],
    );
    expect(positions).toEqual([2, 4, 6, 8, 10]);
    stack.bedrock.control.clearScripts();
  });

  /** As a server does that dies right after it has committed the question. */
  const postUntold = (sessionId: string) =>
    postMessage(direct.db, {
      sessionId,
      userId: 'ana',
      content: 'Hello there',
      clientMessageId: null,
      context: null,
      idempotencyKey: null,
      requestHash: Buffer.alloc(0),
      correlationId: 'test',
      labels: [],
    });

  test('of a question that was never announced, because the log was away, is told after its question', async () => {
    const conversation = await talk();
    const posted = await postUntold(conversation.session.id);
    // The sweep need not wait until it may have been lost.
    await direct.db.query('UPDATE turns SET delivered_at = NULL WHERE id = $1', [posted.turn.id]);
    const seen = await conversation.events(endsTurn);
    expect(seen.map((event) => event.type).slice(0, 2)).toEqual(['message.created', 'turn.started']);
    await announceQuestion(direct.events, posted.message);
    const { data } = await conversation.history();
    expect(data[1]?.status).toBe('complete');
    const all = await conversation.events((event) => event.type === 'turn.completed');
    expect(all.filter((event) => event.type === 'message.created')).toHaveLength(1);
  });

  test('whose first worker died before it told of the question is told after it by the next', async () => {
    const conversation = await talk();
    const { turn } = await postUntold(conversation.session.id);
    const key = { id: turn.id, sessionId: conversation.session.id };
    expect(await claimTurn(direct.db, key, 1)).toMatchObject({ outcome: 'claimed' });
    const seen = await conversation.events(endsTurn);
    expect(seen.map((event) => event.type).slice(0, 3)).toEqual([
      'message.created',
      'turn.restarted',
      'turn.started',
    ]);
  });

  test('whose time has passed before anybody took it fails with a sentence', async () => {
    const conversation = await talk();
    stack.bedrock.control.script({ match: 'slow', lengthTokens: 200, tokenMs: 10 });
    const { turn: first } = await conversation.ask('a slow one');
    const { turn: late } = await conversation.ask('too late');
    await direct.db.query(`UPDATE turns SET deadline_at = now() - interval '1 second' WHERE id = $1`, [
      late.id,
    ]);
    await conversation.call('POST', `/sessions/${conversation.session.id}/turns/${first.id}/stop`);
    let ended = 0;
    const events = await conversation.events((event) => endsTurn(event) && ++ended === 2);
    expect(events.at(-1)).toMatchObject({
      type: 'turn.failed',
      will_retry: false,
      error: { code: 'TURN_ABANDONED' },
    });
    stack.bedrock.control.clearScripts();
  });

  test('is stopped from outside: the model’s socket closes and the text so far is kept', async () => {
    const conversation = await talk();
    stack.bedrock.control.script({ match: 'a long story', lengthTokens: 5_000, tokenMs: 20 });
    const { turn } = await conversation.ask('Tell me a long story about NAT gateways.');
    await conversation.events((event) => event.type === 'message.delta');
    const stopped = await conversation.call(
      'POST',
      `/sessions/${conversation.session.id}/turns/${turn.id}/stop`,
    );
    expect(stopped.status).toBe(202);
    const askedAt = performance.now();
    const events = await conversation.events(endsTurn);
    expect(events.at(-1)?.type).toBe('turn.stopped');
    const answer = (await conversation.history()).data[1];
    expect(answer?.status).toBe('stopped');
    expect(answer?.content).toBe(assembled(events));
    expect(answer?.content.length).toBeGreaterThan(0);
    const [request] = stack.bedrock.control.requests({ question: 'a long story' });
    expect(request?.outcome).toBe('clientClosed');
    expect(performance.now() - askedAt).toBeLessThan(5_000);
    const again = await conversation.call(
      'POST',
      `/sessions/${conversation.session.id}/turns/${turn.id}/stop`,
    );
    expect(again.status).toBe(409);
    stack.bedrock.control.clearScripts();
  });
});
