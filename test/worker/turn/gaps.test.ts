import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../../core/store/data-source.js';
import { ingestDocument } from '../../../worker/knowledge/ingest.js';
import { parseDocument } from '../../../worker/knowledge/parse-document.js';
import { createPostgresRetriever } from '../../../worker/knowledge/retriever.js';
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
`;

describe.each(backplaneKinds)('a question, with %s as the backplane,', (backplane) => {
  let stack: Stack;
  let db: DataSource;
  beforeAll(async () => {
    stack = await startStack({ backplane });
    db = await openDatabase({
      url: stack.server.config.databaseUrl,
      poolSize: 1,
      applicationName: 'test',
    });
    await ingestDocument(db, parseDocument(natGateway));
  });
  afterAll(async () => {
    await db.destroy();
    await stack.close();
  });

  /** What is told of this answer to this question, and whether it is kept as a gap. */
  const answered = async (question: string, answer: string) => {
    const conversation = await startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
    stack.bedrock.control.script({ match: question, times: 1, answer });
    await conversation.ask(question);
    const told = assembled(await conversation.events(endsTurn));
    const gaps = await db.query('SELECT best_score FROM knowledge_gaps WHERE session_id = $1', [
      conversation.session.id,
    ]);
    return { told, gaps };
  };
  const gap = { best_score: expect.any(Number) };

  test('is left open where its answer cites none of the sources that the search trusts', async () => {
    const question = 'What does a NAT gateway cost per hour in Ireland?';
    expect(await answered(question, 'It costs $0.048 [1].')).toMatchObject({ gaps: [] });
    expect(await answered(question, 'The sources do not say.')).toMatchObject({ gaps: [gap] });
  });

  test('or says so by a mark, which nobody sees', async () => {
    const question = 'What does a NAT gateway cost per hour in Ireland and in Lagos?';
    expect(await answered(question, 'In Ireland $0.048 [1]. The sources say nothing of Lagos [0].')).toEqual({
      told: 'In Ireland $0.048 [1]. The sources say nothing of Lagos.',
      gaps: [gap],
    });
  });

  test('is not where the search had doubts and its answer, which was told to look, found it in the sources', async () => {
    const question = 'Do carrots, potatoes and a gateway grow in winter gardens?';
    const query = { question, language: 'en' as const, labels: [], limit: 5 };
    const found = await createPostgresRetriever({ db }).retrieve(query);
    expect(found).toMatchObject({ weak: true, chunks: [{ title: 'NAT gateway pricing' }] });
    expect(await answered(question, 'It costs $0.048 [1].')).toMatchObject({ gaps: [] });
    expect(await answered(question, 'I found little [0]: it costs $0.048 [1].')).toMatchObject({
      gaps: [gap],
    });
  });
});
