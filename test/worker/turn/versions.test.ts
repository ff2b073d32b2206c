import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { WireTurn } from '../../../core/contracts/shapes.js';
import { assembled, endsTurn, startConversation } from '../../support/conversation.js';
import { eventually } from '../../support/eventually.js';
import { type RecordingProxy, startRecordingProxy } from '../../support/recording-proxy.js';
import { backplaneKinds } from '../../support/server.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

describe.each(backplaneKinds)('versions, with %s as the backplane', (backplane) => {
  let stack: Stack;
  let proxy: RecordingProxy;
  beforeAll(async () => {
    proxy = await startRecordingProxy(() => stack.bedrock.url);
    const env = { ANSWER_CACHE_MINUTES: '60', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: proxy.url };
    stack = await startStack({ backplane, env });
  });
  afterAll(async () => {
    await stack.close();
    await proxy.close();
  });
  afterEach(() => stack.bedrock.control.clearScripts());

  const start = (user: string) => startConversation(stack.server.origin, tokenOf(user, 'consultant'));
  type Conversation = Awaited<ReturnType<typeof start>>;
  const say = (answer: string) => stack.bedrock.control.script({ times: 1, answer });
  const ends = (count: number) => (_: unknown, all: { type: string }[]) =>
    all.filter((event) => endsTurn(event as Parameters<typeof endsTurn>[0])).length === count;
  const promptOf = (question: string) => proxy.bodies.findLast((body) => body.includes(question)) ?? '';
  const again = async ({ call, session }: Conversation, turnId: string): Promise<WireTurn> =>
    (await call('POST', `/sessions/${session.id}/turns/${turnId}/retry`)).json() as Promise<WireTurn>;
  const texts = async (conversation: Conversation) =>
    (await conversation.history()).data.map(({ content }) => content);

  test('a new one that is stopped before its first word leaves the conversation as it was', async () => {
    const conversation = await start('ben');
    say('Forty-two, as I said before.');
    const { turn } = await conversation.ask('Which number is to be remembered here?');
    await conversation.events(endsTurn);
    stack.bedrock.control.script({ times: 1, firstTokenMs: 20_000, answer: 'Never said.' });
    const second = await again(conversation, turn.id);
    await eventually('it is asked', async () => stack.bedrock.control.requests().length > 1);
    await conversation.call('POST', `/sessions/${conversation.session.id}/turns/${second.id}/stop`);
    await conversation.events(ends(2));
    say('Yes.');
    await conversation.ask('Do you know it still, the one of a moment ago?');
    await conversation.events(ends(3));
    expect(promptOf('the one of a moment ago')).toContain('Forty-two, as I said before.');
  });

  test('a new answer is streamed, and the one that was kept does not serve', async () => {
    const question = 'What does a NAT gateway cost for each hour in Ireland?';
    say('The answer that is kept.');
    const kept = await start('ana');
    const { turn } = await kept.ask(question);
    await kept.events(endsTurn);
    await eventually('the answer serves again', async () => {
      const other = await start('ana');
      await other.ask(question);
      await other.events(endsTurn);
      return (await other.history()).data[1]?.cached;
    });
    say('Quite another answer.');
    const second = await again(kept, turn.id);
    const events = await kept.events(ends(2));
    expect(assembled(events.filter((event) => 'turn_id' in event && event.turn_id === second.id))).toBe(
      'Quite another answer.',
    );
    const [asked, answer] = (await kept.history()).data;
    expect(asked).toMatchObject({ content: question, turn_id: second.id });
    expect(answer).toMatchObject({ content: 'Quite another answer.', cached: false, version: 2 });
    say('The third answer.');
    const edited = await (
      await kept.call('POST', `/sessions/${kept.session.id}/messages`, {
        content: question,
        replaces: asked?.id,
      })
    ).json();
    await kept.events(ends(3));
    expect((await kept.history()).data[1]).toMatchObject({
      content: 'The third answer.',
      cached: false,
      turn_id: (edited as { turn: WireTurn }).turn.id,
    });
  });

  test('prompts quote current versions only, also right after an edit', async () => {
    const conversation = await start('ben');
    say('About oranges.');
    const first = await conversation.ask('Tell me about oranges');
    await conversation.events(endsTurn);
    say('About lemons.');
    await conversation.call('POST', `/sessions/${conversation.session.id}/messages`, {
      content: 'Tell me about lemons',
      replaces: first.message.id,
    });
    await conversation.events(ends(2));
    const edited = (await conversation.history()).data[1];
    say('About limes.');
    await again(conversation, edited?.turn_id ?? '');
    await conversation.events(ends(3));
    say('About all of them.');
    await conversation.ask('Which one is sour?');
    await conversation.events(ends(4));
    expect(await texts(conversation)).toEqual([
      'Tell me about lemons',
      'About limes.',
      'Which one is sour?',
      'About all of them.',
    ]);
    const prompt = promptOf('Which one is sour?');
    expect(prompt).toContain('About limes.');
    expect(prompt).not.toContain('oranges');
    expect(prompt).not.toContain('About lemons.');
  });

  test('the prompt of an edited question does not quote what it has replaced', async () => {
    const conversation = await start('cleo');
    say('About apples.');
    const first = await conversation.ask('Tell me about apples');
    await conversation.events(endsTurn);
    say('About pears.');
    await conversation.call('POST', `/sessions/${conversation.session.id}/messages`, {
      content: 'Tell me about pears',
      replaces: first.message.id,
    });
    await conversation.events(ends(2));
    expect(promptOf('Tell me about pears')).toContain('pears');
    expect(promptOf('Tell me about pears')).not.toContain('apples');
  });
});
