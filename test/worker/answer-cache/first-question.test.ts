import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { endsTurn, startConversation } from '../../support/conversation.js';
import { eventually } from '../../support/eventually.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ backplane: 'postgres', env: { ANSWER_CACHE_MINUTES: '60' } });
});
afterAll(() => stack.close());

const talk = (user: string) => startConversation(stack.server.origin, tokenOf(user, 'consultant'));

test('a first question that is answered after later ones is nobody else’s answer', async () => {
  const { control } = stack.bedrock;
  // As many turns as a user may have at once, so that his next one waits and can be stopped before it begins.
  const others = await Promise.all([1, 2, 3, 4].map(() => talk('ana')));
  control.script({ firstTokenMs: 1_000, times: others.length });
  await Promise.all(others.map((other) => other.ask('Tell me something long')));
  const ana = await talk('ana');
  const answered = (position: number) =>
    eventually('it is answered', async () => {
      const { data } = await ana.history();
      return data[position]?.status === 'complete' ? data[position] : null;
    });
  const question = 'How much does a NAT gateway cost per month?';
  const { turn } = await ana.ask(question);
  await ana.call('POST', `/sessions/${ana.session.id}/turns/${turn.id}/stop`);
  expect((await ana.turn(turn.id)).state).toBe('stopped');
  await Promise.all(others.map((other) => other.events(endsTurn)));
  await ana.ask('Our DynamoDB table in eu-south-2 is too slow for 123456 dollars, this is terrible');
  await answered(3);

  await ana.call('POST', `/sessions/${ana.session.id}/turns/${turn.id}/retry`);
  const own = await answered(1);
  const bob = await talk('bob');
  await bob.ask(question);
  await bob.events(endsTurn);
  const { data } = await bob.history();
  expect(own).toMatchObject({ cached: false });
  expect(data[1]).toMatchObject({ status: 'complete', cached: false });
});
