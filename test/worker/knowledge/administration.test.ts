import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GapPage, gapPage, uploadAnswer } from '../../../core/contracts/knowledge.js';
import type { WireMessage } from '../../../core/contracts/shapes.js';
import { endsTurn, startConversation } from '../../support/conversation.js';
import { eventually } from '../../support/eventually.js';
import { makePdf } from '../../support/pdf.js';
import { backplaneKinds, request } from '../../support/server.js';
import { type Stack, startStack } from '../../support/stack.js';
import { claims, signHs256, tokenOf } from '../../support/tokens.js';

const publicText = 'The gateway of the house is open on Mondays, and it is closed on the other days.';
const secretText = 'The gateway of the vault is opened with the number four seven one one.';

describe.each(backplaneKinds)('the administered knowledge base, with %s as the backplane', (backplane) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ backplane });
  });
  afterAll(() => stack.close());

  const call = (method: string, path: string, json?: unknown) =>
    request(`${stack.server.origin}/api/v1/admin/knowledge${path}`, method, {
      token: tokenOf('ada', 'admin'),
      ...(json === undefined ? {} : { json }),
    });
  const upload = async (id: string, body: Record<string, unknown>) => {
    expect((await call('POST', '/documents', { id, ...body })).status).toBe(202);
    return await eventually(`${id} has been read`, async () => {
      const { body: found } = await call('GET', `/documents/${id}`);
      return (found as { status: string }).status === 'processing' ? null : found;
    });
  };
  const tokenWith = (labels: unknown, sub = 'ana') => signHs256(claims({ sub, labels }));
  const talk = (labels: unknown = [], sub = 'ana') =>
    startConversation(stack.server.origin, tokenWith(labels, sub));
  /** The answer, and all that the page was told on the way. */
  const askAs = async (labels: unknown, question: string) => {
    const conversation = await talk(labels);
    const { message } = await conversation.ask(question);
    const events = await conversation.events(endsTurn);
    const answer = (await conversation.history()).data.find(({ reply_to }) => reply_to === message.id);
    return { answer: answer as WireMessage, told: JSON.stringify(events), message, conversation };
  };
  const gaps = async (): Promise<GapPage['data']> => gapPage.parse((await call('GET', '/gaps')).body).data;

  test('what is uploaded is read within seconds, and the next question finds it until it is deleted', async () => {
    const pdf = makePdf([
      [
        { text: 'Parking', size: 20 },
        { text: 'The garage closes at midnight.', gap: 3 },
      ],
    ]);
    expect(
      await upload('garage', { format: 'pdf', content: pdf.toString('base64'), language: 'en' }),
    ).toMatchObject({
      title: 'garage',
      status: 'ready',
      chunks: 1,
    });
    const { answer } = await askAs([], 'When does the garage close, at midnight?');
    expect(answer.sources).toMatchObject([{ title: 'garage', path: 'garage › Parking' }]);
    expect((await call('DELETE', '/documents/garage')).status).toBe(204);
    expect((await askAs([], 'When does the garage close, at midnight?')).answer.sources).toEqual([]);
  });

  test('a document that asks for labels is not there for who lacks one of them', async () => {
    await upload('house', { format: 'text', title: 'House', content: publicText });
    await upload('vault', {
      format: 'text',
      title: 'Vault',
      content: secretText,
      labels: ['board', 'vault'],
    });
    const question = 'With which number is the gateway of the vault opened?';

    const allowed = await askAs(['vault', 'board', 'more'], question);
    expect(allowed.answer.sources.map(({ title }) => title)).toContain('Vault');
    expect(allowed.answer.content).toContain('four seven one one');

    // What they are told must be what they would be told if it were not there.
    const refused = [[], ['vault'], ['Board', 'Vault'], 'board vault', ['board', 7], { board: true }];
    const told = await Promise.all(refused.map((labels) => askAs(labels, question)));
    await call('DELETE', '/documents/vault');
    const without = await askAs([], question);
    for (const { answer, told: events } of told) {
      expect(events).not.toMatch(/vault(?! opened)|four seven/i);
      expect(answer.sources).toEqual(without.answer.sources);
      expect(answer.content).toBe(without.answer.content);
    }
  });

  test('a question sees with the labels it was asked with, whoever runs it, and never with more', async () => {
    await upload('vault', { format: 'text', title: 'Vault', content: secretText, labels: ['vault'] });
    const question = 'With which number is the gateway of the vault opened?';
    const titles = async (asked: string[], retried: string[]) => {
      const conversation = await talk(asked);
      stack.bedrock.control.script({
        match: question,
        httpError: { status: 403, type: 'AccessDeniedException' },
      });
      const { turn, message } = await conversation.ask(question);
      await conversation.events(endsTurn);
      stack.bedrock.control.clearScripts();
      const again = await request(
        `${stack.server.origin}/api/v1/admin/chat/sessions/${conversation.session.id}/turns/${turn.id}/retry`,
        'POST',
        { token: tokenWith(retried) },
      );
      expect(again.status).toBe(202);
      await eventually('it has ended', async () => (await conversation.turn(turn.id)).state === 'completed');
      const { data } = await conversation.history();
      return data.find(({ reply_to }) => reply_to === message.id)?.sources.map(({ title }) => title) ?? [];
    };
    expect(await titles(['vault'], ['vault'])).toContain('Vault');
    expect(await titles([], ['vault'])).not.toContain('Vault');
    expect(await titles(['vault'], [])).not.toContain('Vault');
    await call('DELETE', '/documents/vault');
  });

  test('a question that the documents leave open is a gap, until its session is deleted', async () => {
    const question = 'How often does the moon base need new oxygen filters?';
    const first = await askAs([], question);
    await askAs([], 'New oxygen filters: how often does a moon base need them?');
    await askAs([], 'Thank you!');
    await askAs([], 'On which days is the gateway of the house open?');
    const found = (await gaps()).filter((gap) => /moon/.test(gap.question));
    expect(found).toHaveLength(2);
    expect(found[1]).toMatchObject({
      message_id: first.message.id,
      session_id: first.conversation.session.id,
      question,
      language: 'en',
      best_score: 0,
      asked: 2,
    });
    expect((await gaps()).map((gap) => gap.question)).not.toContain('Thank you!');
    expect((await gaps()).some((gap) => /house/.test(gap.question))).toBe(false);

    const firstPage = gapPage.parse((await call('GET', '/gaps?limit=1')).body);
    const { page, data } = gapPage.parse(
      (await call('GET', `/gaps?limit=1&cursor=${firstPage.page.next_cursor}`)).body,
    );
    expect(data).toEqual((await gaps()).slice(1, 2));
    expect(page.has_more).toBe((await gaps()).length > 2);

    await first.conversation.call('DELETE', `/sessions/${first.conversation.session.id}`);
    expect((await gaps()).filter((gap) => /moon/.test(gap.question))).toMatchObject([{ asked: 1 }]);
    const rows = () =>
      stack.server.database.query('SELECT 1 FROM knowledge_gaps WHERE session_id = $1', [
        first.conversation.session.id,
      ]);
    expect(await rows()).toHaveLength(1);
    await stack.server.database.query('DELETE FROM sessions WHERE id = $1', [first.conversation.session.id]);
    expect(await rows()).toEqual([]);
  });

  test('a gap is what was searched for: with the question before it, where it says little alone', async () => {
    for (const subject of ['comet', 'glacier']) {
      const conversation = await talk();
      for (const question of [`How heavy is the tail of a ${subject}?`, 'And how much would that cost?']) {
        const { turn } = await conversation.ask(question);
        await eventually(
          'it has ended',
          async () => (await conversation.turn(turn.id)).state === 'completed',
        );
      }
    }
    const found = (await gaps()).filter((gap) => /cost/.test(gap.question));
    expect(found).toMatchObject([
      { question: 'How heavy is the tail of a glacier?\nAnd how much would that cost?', asked: 1 },
      { question: 'How heavy is the tail of a comet?\nAnd how much would that cost?', asked: 1 },
    ]);
  });

  test('an upload whose job was lost is read all the same', async () => {
    const pdf = Buffer.from('not a PDF').toString('base64');
    await stack.server.database.query(
      `INSERT INTO knowledge_uploads (id, slug, is_named, format, content, content_hash)
       VALUES (gen_random_uuid(), 'lost', true, 'pdf', decode($1, 'base64'), '')`,
      [pdf],
    );
    // The next one looks for all that wait, as the one by the clock does.
    expect(
      uploadAnswer.parse((await call('POST', '/documents', { format: 'text', content: 'x' })).body),
    ).toMatchObject({
      status: 'processing',
    });
    await eventually('the lost one has been read', async () => {
      const { body } = await call('GET', '/documents/lost');
      return (body as { status: string }).status === 'failed' ? body : null;
    });
    expect((await call('GET', '/documents/lost')).body).toMatchObject({
      error: 'lost: is not a PDF that can be read: open it in a viewer, save it again and add that',
    });
  });
});
