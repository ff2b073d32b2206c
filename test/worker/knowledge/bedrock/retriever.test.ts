import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { GivenDocument } from '../../../../dev/bedrock/knowledge/documents.js';
import { type BedrockStandIn, createBedrockStandIn } from '../../../../dev/bedrock/stand-in.js';
import { createBedrockRetriever } from '../../../../worker/knowledge/bedrock/retriever.js';
import { retrieverContract } from '../../../contract/retriever.js';

const knowledgeBase = { id: 'ABCDEFGHIJ', labelAttribute: 'label', goodScore: 0.5 };
/** As long as a busy machine takes; where nothing answers at all, others. */
const patient = { connectMs: 10_000, answerMs: 10_000, totalMs: 20_000 };
const hasty = { connectMs: 500, answerMs: 300, totalMs: 900 };

/** The real client, against the stand-in. */
function open(standIn: BedrockStandIn, more: Partial<Parameters<typeof createBedrockRetriever>[0]> = {}) {
  process.env.AWS_ACCESS_KEY_ID = 'stand-in';
  process.env.AWS_SECRET_ACCESS_KEY = 'stand-in';
  return createBedrockRetriever({
    region: 'eu-west-1',
    knowledgeBase: { ...knowledgeBase, endpoint: standIn.url },
    sockets: 5,
    logger: pino({ level: 'silent' }),
    timers: patient,
    ...more,
  });
}

retrieverContract('a Bedrock knowledge base', async (documents) => {
  const standIn = await createBedrockStandIn();
  standIn.control.giveDocuments(
    documents.map(({ id, title, path, url, label, heading, text }) => ({
      uri: `s3://documents/${id}.md`,
      metadata: { title, path, url, label: label ?? '*' },
      chunks: [`## ${heading}\n\n${text}`],
    })),
  );
  const retriever = open(standIn);
  return {
    retriever,
    close: async () => {
      retriever.close();
      await standIn.close();
    },
  };
});

describe('a Bedrock knowledge base', () => {
  let standIn: BedrockStandIn;
  let retriever: ReturnType<typeof open>;
  beforeAll(async () => {
    standIn = await createBedrockStandIn();
    retriever = open(standIn);
  });
  afterEach(() => {
    standIn.control.clearScripts();
    standIn.control.clearCalls();
    standIn.control.giveDocuments(null);
  });
  afterAll(async () => {
    retriever.close();
    await standIn.close();
  });

  const ask = (question: string, labels: string[] = [], signal?: AbortSignal) =>
    retriever.retrieve({ question, language: 'en', labels, limit: 5, ...(signal && { signal }) });
  const falcon = (uri: string, metadata: GivenDocument['metadata'], text = 'A falcon has wings.') => ({
    uri,
    metadata,
    chunks: [text],
  });

  test('is asked in one request, with the labels as its filter', async () => {
    await ask('falcon wings', ['staff', 'board']);
    expect(standIn.control.calls()).toEqual([
      {
        operation: 'retrieve',
        target: 'ABCDEFGHIJ',
        question: 'falcon wings',
        receivedAt: expect.any(Number),
        body: {
          retrievalQuery: { text: 'falcon wings' },
          retrievalConfiguration: {
            vectorSearchConfiguration: {
              numberOfResults: 15,
              filter: { in: { key: 'label', value: ['*', 'staff', 'board'] } },
            },
          },
        },
      },
    ]);
  });

  test('finds the sample documents, and what is not there is weak', async () => {
    const { chunks, weak } = await ask('What does a NAT gateway cost per hour?');
    expect(chunks[0]).toMatchObject({ title: expect.stringContaining('NAT'), language: 'en' });
    expect(weak).toBe(false);
    expect(await ask('Who won the chess tournament in Reykjavik?')).toMatchObject({ weak: true });
  });

  test('a document without a label is nobody’s, and one with several is for who has them all', async () => {
    standIn.control.giveDocuments([
      falcon('s3://d/forgotten.md', {}),
      falcon('s3://d/both.md', { label: ['staff', 'board'] }),
      falcon('s3://d/open.md', { label: '*' }),
    ]);
    const found = async (labels: string[]) =>
      (await ask('falcon wings', labels)).chunks.map(({ title }) => title);
    expect(await found([])).toEqual(['open']);
    expect(await found(['staff'])).toEqual(['open']);
    expect((await found(['staff', 'board'])).sort()).toEqual(['both', 'open']);
  });

  test('without labels in it nothing is filtered', async () => {
    standIn.control.giveDocuments([falcon('s3://d/any.md', {})]);
    const all = open(standIn, {
      knowledgeBase: { ...knowledgeBase, endpoint: standIn.url, labelAttribute: null },
    });
    const { chunks } = await all.retrieve({ question: 'falcon wings', language: 'en', labels: [], limit: 5 });
    expect(chunks).toHaveLength(1);
    all.close();
  });

  test('names a document by its file where it does not say its title, and gives no address that a browser cannot open', async () => {
    standIn.control.giveDocuments([
      falcon('s3://d/birds/of%20prey/peregrine.pdf', { label: '*', url: 'javascript:alert(1)' }),
    ]);
    expect((await ask('falcon wings')).chunks[0]).toMatchObject({
      title: 'peregrine',
      path: 'birds › of prey',
      url: null,
    });
  });

  test('of one document two chunks at the most, and of a long one the beginning', async () => {
    const long = `A falcon has wings. ${'And feathers it has. '.repeat(400)}`;
    standIn.control.giveDocuments([
      { uri: 's3://d/a.md', metadata: { label: '*' }, chunks: Array.from({ length: 9 }, () => long) },
      falcon('s3://d/b.md', { label: '*' }, long),
    ]);
    const { chunks } = await ask('falcon wings');
    expect(chunks.map(({ title }) => title)).toEqual(['a', 'b', 'a']);
    for (const { text } of chunks) expect(text.length).toBeLessThanOrEqual(2_400);
  });

  test('what the service says holds no characters that Postgres refuses', async () => {
    standIn.control.giveDocuments([
      falcon('s3://d/a%00b.md', { label: '*' }, 'A falcon\0 has \ud800 wings.'),
    ]);
    const text = JSON.stringify(await ask('falcon wings'));
    expect(text).toContain('A falcon has');
    expect(text).not.toMatch(/\\u0000|\\ud800/);
  });

  test('is asked again once, and no more', async () => {
    const httpError = { status: 503, type: 'ServiceUnavailableException', message: 'away' };
    standIn.control.script({ operation: 'retrieve', httpError, times: 1 });
    expect((await ask('What does a NAT gateway cost?')).chunks.length).toBeGreaterThan(0);
    expect(standIn.control.calls()).toHaveLength(2);
    standIn.control.clearCalls();
    standIn.control.script({ operation: 'retrieve', httpError });
    await expect(ask('What does a NAT gateway cost?')).rejects.toThrow('away');
    expect(standIn.control.calls()).toHaveLength(2);
  });

  test.each([
    ['is silent', { silentBefore: true }],
    ['takes too long', { firstTokenMs: 5_000 }],
  ])('one that %s is given up within the time for all tries', async (_what, behaviour) => {
    standIn.control.script({ operation: 'retrieve', ...behaviour });
    const inHaste = open(standIn, { timers: hasty });
    const startedAt = performance.now();
    const asked = inHaste.retrieve({ question: 'falcon', language: 'en', labels: [], limit: 5 });
    await expect(asked).rejects.toThrow(/time/i);
    // A busy machine is given its time; without an end of ours it would be for ever.
    expect(performance.now() - startedAt).toBeLessThan(hasty.totalMs + 3_000);
    inHaste.close();
    expect(standIn.control.calls().length).toBeLessThanOrEqual(2);
  });

  test.each([
    ['a lost connection', { resetBeforeHeaders: true }],
    ['a page of a gateway', { htmlError: 502 }],
    ['throttling', { httpError: { status: 429, type: 'ThrottlingException' } }],
    ['a knowledge base that is not there', { httpError: { status: 404, type: 'ResourceNotFoundException' } }],
    ['no right to ask', { httpError: { status: 403, type: 'AccessDeniedException' } }],
  ])('rejects after %s', async (_what, behaviour) => {
    standIn.control.script({ operation: 'retrieve', ...behaviour });
    await expect(ask('falcon')).rejects.toThrow();
  });

  test('ends with the turn, for its reason', async () => {
    standIn.control.script({ operation: 'retrieve', silentBefore: true });
    const turn = new AbortController();
    const asked = ask('falcon', [], turn.signal);
    turn.abort(new Error('stopped by the user'));
    await expect(asked).rejects.toThrow('stopped by the user');
  });
});
