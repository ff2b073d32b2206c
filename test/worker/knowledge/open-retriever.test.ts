import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../../core/store/data-source.js';
import { ingestDocument } from '../../../worker/knowledge/ingest.js';
import { parseDocument } from '../../../worker/knowledge/parse-document.js';
import { endsTurn, startConversation } from '../../support/conversation.js';
import { createTestDatabase } from '../../support/postgres.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

const inPostgres = `---
id: nat
title: NAT gateways, as Postgres has them
path: Cost
language: en
---

A NAT gateway costs $0.048 per hour plus $0.048 per GB processed.
`;
const question = 'What does a NAT gateway cost?';
const away = {
  operation: 'retrieve',
  httpError: { status: 503, type: 'ServiceUnavailableException' },
} as const;

describe('a worker with a Bedrock knowledge base', () => {
  let stack: Stack;
  beforeAll(async () => {
    const database = await createTestDatabase({ migrated: true });
    const db = await openDatabase({ url: database.url, poolSize: 1, applicationName: 'test' });
    await ingestDocument(db, parseDocument(inPostgres));
    await db.destroy();
    stack = await startStack({
      database,
      env: { KNOWLEDGE_BASE_ID: 'ABCDEFGHIJ', ANSWER_CACHE_MINUTES: '60' },
    });
    stack.bedrock.control.giveDocuments([
      {
        uri: 's3://documents/nat.md',
        metadata: { title: 'NAT gateways, as Bedrock has them', label: '*' },
        chunks: ['A NAT gateway costs $0.048 per hour plus $0.048 per GB that it processes.'],
      },
    ]);
  });
  afterAll(() => stack.close());
  beforeEach(() => stack.bedrock.control.clearScripts());

  const answerTo = async (asked: string) => {
    const conversation = await startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
    await conversation.ask(asked);
    await conversation.events(endsTurn);
    return (await conversation.history()).data[1];
  };
  const gaps = () => stack.server.database.query('SELECT 1 FROM knowledge_gaps');

  test('goes on with what Postgres has while it is away; that is no gap, and no answer to be kept', async () => {
    stack.bedrock.control.script(away);
    const first = await answerTo(question);
    expect(first).toMatchObject({
      status: 'complete',
      cached: false,
      sources: [{ number: 1, title: 'NAT gateways, as Postgres has them' }],
    });
    expect(first?.content).toContain('[1]');
    expect(await gaps()).toEqual([]);
    expect(stack.log.filter(({ msg }) => String(msg).startsWith('the knowledge base does not'))).toHaveLength(
      1,
    );
    // It is left in peace; nobody waits for it.
    const calls = stack.bedrock.control.calls().length;
    expect(await answerTo('How is a NAT gateway billed per hour?')).toMatchObject({ status: 'complete' });
    expect(stack.bedrock.control.calls()).toHaveLength(calls);
  });

  test('cites what the knowledge base has once it answers, and keeps that answer', async () => {
    let answer = await answerTo(question);
    const giveUpAt = Date.now() + 30_000;
    while (answer?.sources[0]?.title !== 'NAT gateways, as Bedrock has them' && Date.now() < giveUpAt) {
      answer = await answerTo(question);
    }
    expect(answer).toMatchObject({
      status: 'complete',
      sources: [
        { number: 1, title: 'NAT gateways, as Bedrock has them', url: null, score: expect.any(Number) },
      ],
    });
    expect(answer?.content).toContain('[1]');
    expect(await answerTo(question)).toMatchObject({ cached: true });
  });
});

test('a worker that is to use vectors on a PostgreSQL without pgvector says so once, and answers by words', async () => {
  const database = await createTestDatabase({ migrated: true });
  const db = await openDatabase({ url: database.url, poolSize: 1, applicationName: 'test' });
  await ingestDocument(db, parseDocument(inPostgres));
  await db.destroy();
  const stack = await startStack({ database, env: { EMBEDDING_MODEL_ID: 'amazon.titan-embed-text-v2:0' } });
  const conversation = await startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
  await conversation.ask(question);
  await conversation.events(endsTurn);
  expect((await conversation.history()).data[1]).toMatchObject({
    status: 'complete',
    sources: [{ title: 'NAT gateways, as Postgres has them' }],
  });
  expect(stack.log.filter(({ msg }) => String(msg).startsWith('EMBEDDING_MODEL_ID'))).toMatchObject([
    { because: 'this PostgreSQL has no pgvector' },
  ]);
  expect(stack.bedrock.control.calls()).toEqual([]);
  await stack.close();
});

test('the client of knowledge bases is not loaded by a worker that has none', async () => {
  const script = `
    await import('./dist/worker/compose.js');
    const { createRequire } = await import('node:module');
    console.log(Object.keys(createRequire(import.meta.url).cache).join('\\n'));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout).toContain('client-bedrock-runtime');
  expect(stdout).not.toContain('client-bedrock-agent-runtime');
});
