import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PostMessageAnswer } from '../../../core/contracts/http.js';
import { endsTurn, startConversation } from '../../support/conversation.js';
import { type RecordingProxy, startRecordingProxy } from '../../support/recording-proxy.js';
import { backplaneKinds } from '../../support/server.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

describe.each(backplaneKinds.slice(0, 1))('a quick action, with %s as the backplane', (backplane) => {
  let stack: Stack;
  let proxy: RecordingProxy;
  beforeAll(async () => {
    proxy = await startRecordingProxy(() => stack.bedrock.url);
    stack = await startStack({ backplane, env: { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: proxy.url } });
  });
  afterAll(async () => {
    await stack.close();
    await proxy.close();
  });

  const start = () => startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
  type Conversation = Awaited<ReturnType<typeof start>>;
  const press = async ({ call, session }: Conversation, body: Record<string, unknown>) =>
    (await call('POST', `/sessions/${session.id}/messages`, body)).json() as Promise<PostMessageAnswer>;
  const ended = (count: number) => {
    let seen = 0;
    return (event: Parameters<typeof endsTurn>[0]) => endsTurn(event) && ++seen === count;
  };

  test('that looks back is answered from the conversation, and nothing is searched for', async () => {
    const conversation = await start();
    await conversation.ask('What does a NAT gateway cost?');
    await conversation.events(endsTurn);
    await press(conversation, { quick_action: 'next-steps' });
    const events = await conversation.events(ended(2));
    const [, , question, answer] = (await conversation.history()).data;
    const intent = { name: 'conversation_recap', confidence: 1, method: 'quick_action' };
    expect(question).toMatchObject({ quick_action: 'next-steps', intent });
    expect(answer).toMatchObject({
      status: 'complete',
      intent,
      sources: [],
      template: expect.stringMatching(/^recap@/),
    });
    const stages = events.filter((event) => event.type === 'turn.stage' && event.turn_id === answer?.turn_id);
    expect(stages.map((event) => 'stage' in event && event.stage)).toEqual(['understanding', 'writing']);
    const prompt = proxy.bodies.findLast((body) => body.includes('What are the next steps?')) ?? '';
    expect(prompt).toContain('What does a NAT gateway cost?');
    expect(prompt).not.toContain('<source ');
  });

  test('goes where it says, also with words that would lead elsewhere', async () => {
    const conversation = await start();
    await press(conversation, { quick_action: 'risks', content: 'How much does an ALB cost per month?' });
    await conversation.events(endsTurn);
    const [question] = (await conversation.history()).data;
    expect(question?.intent).toEqual({
      name: 'architecture_advice',
      confidence: 1,
      method: 'quick_action',
    });
  });
});
