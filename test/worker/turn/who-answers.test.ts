import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { SessionEvent } from '../../../core/contracts/events.js';
import { openDatabase } from '../../../core/store/data-source.js';
import type { ScriptInput } from '../../../dev/bedrock/behaviour.js';
import { ingestDocument } from '../../../worker/knowledge/ingest.js';
import { parseDocument } from '../../../worker/knowledge/parse-document.js';
import { assembled, type Conversation, endsTurn, startConversation } from '../../support/conversation.js';
import { eventually } from '../../support/eventually.js';
import { backplaneKinds } from '../../support/server.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

const FIRST = 'eu.anthropic.claude-sonnet-4-20250514-v1:0';
const SECOND = 'eu.amazon.nova-pro-v1:0';
const away: ScriptInput = { httpError: { status: 503, type: 'ServiceUnavailableException' } };
const denied: ScriptInput = { httpError: { status: 403, type: 'AccessDeniedException' } };
/** Long enough before the first word that another one can ask meanwhile, also on a busy machine. */
const slow: ScriptInput = { firstTokenMs: 1_500, tokenMs: 10, lengthTokens: 100 };
const noUsage = { input_tokens: 0, output_tokens: 0, cached_tokens: 0, cost_usd: 0 };

const article = (price: string) =>
  parseDocument(`---
id: nat
title: NAT gateway pricing
path: Cost › NAT
language: en
---

# NAT gateway pricing

A NAT gateway costs ${price} per hour in eu-west-1.
`);

describe.each(backplaneKinds)('who answers, with %s as the backplane', (backplane) => {
  let stack: Stack;
  let db: DataSource;
  beforeAll(async () => {
    const env = { BEDROCK_MODEL_IDS: `${FIRST},${SECOND}`, ANSWER_CACHE_MINUTES: '60' };
    stack = await startStack({ backplane, env });
    db = await openDatabase({
      url: stack.server.config.databaseUrl,
      poolSize: 1,
      applicationName: 'test',
    });
    await ingestDocument(db, article('$0.048'));
  });
  afterAll(async () => {
    await db.destroy();
    await stack.close();
  });
  beforeEach(() => stack.bedrock.control.clearRequests());
  afterEach(() => stack.bedrock.control.clearScripts());

  const script = (input: ScriptInput) => stack.bedrock.control.script(input);
  const calls = () => stack.bedrock.control.requests().map(({ modelId }) => modelId);
  const talk = async (user: string, clientName?: string) => {
    const conversation = await startConversation(stack.server.origin, tokenOf(user, 'consultant'));
    if (clientName !== undefined) {
      await conversation.call('PUT', `/sessions/${conversation.session.id}`, {
        context: { client_name: clientName },
      });
    }
    return conversation;
  };
  const ending = async (conversation: Conversation) => {
    const events = await conversation.events(endsTurn);
    const { data } = await conversation.history();
    const told = events.filter((event) => event.type === 'turn.model');
    return { events, told, answer: data[1], last: events.at(-1)?.type };
  };
  const ask = async (question: string, user = 'ana', clientName?: string) => {
    const conversation = await talk(user, clientName);
    await conversation.ask(question);
    return { conversation, ...(await ending(conversation)) };
  };
  /** What is kept is kept after the answer, and not waited for; nor is it waited for long when it is looked up. */
  const untilCached = (question: string, user: string, clientName?: string) =>
    eventually('the answer is kept', async () => {
      stack.bedrock.control.clearRequests();
      const asked = await ask(question, user, clientName);
      return asked.answer?.cached === true && asked;
    });

  describe('when the first model fails', () => {
    test('the next one answers at once, and both the event and the message say so', async () => {
      script({ model: FIRST, ...away });
      const { events, told, answer } = await ask('Which one answers when the first is away?');
      expect(calls()).toEqual([FIRST, SECOND]);
      expect(told).toMatchObject([{ model: SECOND, fallback: true, cached: false }]);
      const types = events.map(({ type }) => type);
      expect(types.indexOf('turn.model')).toBeLessThan(types.indexOf('message.delta'));
      expect(types).not.toContain('turn.restarted');
      expect(answer).toMatchObject({ status: 'complete', model: SECOND, fallback: true, canned: false });
      const { input_tokens: read = 0, output_tokens: written = 0 } = answer?.usage ?? {};
      expect(answer?.usage?.cost_usd).toBe((read * 800_000 + written * 3_200_000) / 1e12);
    });

    test('the next one is named also where it calls a tool before it says anything', async () => {
      script({ model: FIRST, ...away });
      const call = { name: 'search_knowledge', input: '{"query":"NAT gateway price"}' };
      script({ model: SECOND, times: 1, toolUses: [call] });
      const { events, told, answer } = await ask('Which one is named that looks before it speaks?');
      expect(told).toMatchObject([{ model: SECOND, fallback: true }]);
      const types = events.map(({ type }) => type);
      expect(types.indexOf('turn.model')).toBeLessThan(types.indexOf('message.delta'));
      expect(answer).toMatchObject({ status: 'complete', model: SECOND, fallback: true });
    });

    test('after it has called a tool, the next one begins anew', async () => {
      const call = { name: 'search_knowledge', input: '{"query":"NAT gateway price"}' };
      script({ model: FIRST, times: 1, toolUses: [call] });
      script({ model: FIRST, ...denied });
      const { events, answer } = await ask('Which one begins anew after the call of another?');
      expect(calls()).toEqual([FIRST, FIRST, FIRST, SECOND]);
      expect(events.map(({ type }) => type)).toContain('turn.restarted');
      expect(answer).toMatchObject({ status: 'complete', model: SECOND, fallback: true, canned: false });
    });

    test('after its first words, it is asked again, and no other one goes on in its place', async () => {
      const answer = 'These are several words of an answer that breaks off.';
      script({ times: 1, answer, streamException: { type: 'modelStreamErrorException', afterTokens: 4 } });
      const { events, told, answer: message } = await ask('Which one goes on after the first words?');
      expect(calls()).toEqual([FIRST, FIRST]);
      expect(told).toEqual([]);
      expect(events.map(({ type }) => type)).toContain('turn.restarted');
      expect(message).toMatchObject({ status: 'complete', model: FIRST, fallback: false });
    });

    test('by what is wrong with the request, no other one is asked', async () => {
      script({ httpError: { status: 400, type: 'ValidationException' } });
      const { answer } = await ask('What does a request cost that is refused?');
      expect(calls()).toEqual([FIRST]);
      expect(answer).toMatchObject({
        status: 'failed',
        canned: false,
        error: { code: 'MODEL_REJECTED_INPUT' },
      });
    });
  });

  describe('the same question again', () => {
    test('has the same answer with its sources, its age and no cost, as a message of its own', async () => {
      const question = 'What does a NAT gateway cost?';
      const first = await ask(question);
      expect(first.answer?.sources).toHaveLength(1);
      const again = await untilCached('what does a  NAT gateway cost', 'bob');
      expect(calls()).toEqual([]);
      expect(again.told).toMatchObject([{ model: FIRST, fallback: false, cached: true }]);
      expect(again.answer).toMatchObject({
        content: first.answer?.content,
        sources: first.answer?.sources,
        cached: true,
        model: FIRST,
        usage: noUsage,
      });
      expect(assembled(again.events)).toBe(first.answer?.content);
      expect(again.answer?.id).not.toBe(first.answer?.id);
      expect(Date.parse(again.answer?.cached_at ?? '')).toBeLessThanOrEqual(Date.now());
    });

    test('is answered anew when a document has changed', async () => {
      const question = 'What does a NAT gateway cost per hour?';
      expect((await ask(question)).answer?.content).toContain('$0.048');
      await untilCached(question, 'eve');
      await ingestDocument(db, article('$0.052'));
      const { answer } = await ask(question);
      expect(answer).toMatchObject({ cached: false });
      expect(answer?.content).toContain('$0.052');
    });

    test('is answered anew for another client, and later in a conversation', async () => {
      const question = 'Which endpoints does the client need?';
      script({ times: 1, match: question, answer: 'Acme needs two.' });
      expect((await ask(question, 'ana', 'Acme')).answer?.content).toBe('Acme needs two.');
      await untilCached(question, 'bob', 'Acme');
      const other = await ask(question, 'bob', 'Globex');
      expect(other.answer).toMatchObject({ cached: false });
      expect(other.answer?.content).not.toContain('Acme');

      await other.conversation.ask(question);
      let ended = 0;
      await other.conversation.events((event) => endsTurn(event) && ++ended === 2);
      expect((await other.conversation.history()).data[3]).toMatchObject({ cached: false });
    });
  });

  describe('the same question at the same time', () => {
    const askBoth = async (question: string, clients: [string?, string?] = []) => {
      script({ match: question, ...slow });
      const both = [await talk('ana', clients[0]), await talk('bob', clients[1])] as const;
      const first = await both[0].ask(question);
      await eventually('the model is asked', () => calls().length > 0);
      await both[1].ask(question);
      return { both, first };
    };

    test('is answered by one generation, in two streams and two records', async () => {
      const { both } = await askBoth('How do two people share an answer?');
      const [ana, bob] = await Promise.all(both.map(ending));
      expect(calls()).toHaveLength(1);
      expect(assembled(ana?.events ?? [])).toBe(assembled(bob?.events ?? []));
      expect(ana?.answer).toMatchObject({ cached: false, usage: { output_tokens: 100 } });
      expect(bob?.answer).toMatchObject({ content: ana?.answer?.content, cached: true, usage: noUsage });
      expect(bob?.events.filter(({ type }) => type === 'message.delta').length).toBeGreaterThan(1);
    });

    test('goes on for the other one when the first is stopped', async () => {
      const { both, first } = await askBoth('How does one go on who shared an answer?');
      const [ana, bob] = both;
      await bob.events((event: SessionEvent) => event.type === 'message.delta');
      await ana.call('POST', `/sessions/${ana.session.id}/turns/${first.turn.id}/stop`);
      expect((await ending(ana)).answer).toMatchObject({ status: 'stopped' });
      const { answer } = await ending(bob);
      expect(answer).toMatchObject({ status: 'complete', cached: false, usage: { output_tokens: 100 } });
      expect(calls()).toHaveLength(1);
    });

    test('of two clients is answered twice', async () => {
      const { both } = await askBoth('What do we know about our client?', ['Acme', 'Globex']);
      await Promise.all(both.map(ending));
      expect(calls()).toHaveLength(2);
    });
  });

  describe('when no model answers', () => {
    test('an older answer does, though another model gave it', async () => {
      const question = 'Which answer is given when no model is left?';
      script({ model: FIRST, match: question, ...denied });
      const before = await ask(question);
      expect(before.answer).toMatchObject({ model: SECOND, cached: false });
      script({ model: SECOND, match: question, ...denied });
      await eventually('the older answer is given', async () => {
        const { answer } = await ask(question, 'bob');
        if (answer?.status !== 'complete') return false;
        expect(answer).toMatchObject({
          content: before.answer?.content,
          cached: true,
          model: SECOND,
          fallback: true,
        });
        return true;
      });
    });

    test('the prepared answer of the intent does, and says what it is', async () => {
      script(denied);
      const { events, told, answer } = await ask('How much does an S3 bucket cost per month?');
      expect(told).toMatchObject([{ model: null, cached: false, canned: true }]);
      expect(answer).toMatchObject({
        status: 'complete',
        model: null,
        canned: true,
        sources: [],
        usage: noUsage,
      });
      expect(answer?.content).toContain('this is a standard answer');
      expect(assembled(events)).toBe(answer?.content);
    });

    test('and there is neither, the failure is told as it is', async () => {
      script(denied);
      const { answer } = await ask('Which endpoints are there at all?');
      expect(answer).toMatchObject({
        status: 'failed',
        canned: false,
        error: { code: 'MODEL_ACCESS_DENIED' },
      });
    });
  });
});
