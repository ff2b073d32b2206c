import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createBackplane } from '../../../core/backplane/create-backplane.js';
import { type KeyStore, recentContextKey } from '../../../core/backplane/keys.js';
import { endsTurn, startConversation } from '../../support/conversation.js';
import { backplaneKinds } from '../../support/server.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

describe.each(backplaneKinds)('a short question, with %s as the backplane', (backplane) => {
  let stack: Stack;
  /** What is remembered of sessions, reached past the worker. */
  let remembered: KeyStore;
  let close: () => Promise<void>;
  beforeAll(async () => {
    stack = await startStack({ backplane });
    const { config } = stack.server;
    const own = await createBackplane({ config, logger: pino({ level: 'silent' }) });
    remembered = own.keys;
    close = () => own.close();
  });
  afterAll(async () => {
    await close();
    await stack.close();
  });

  test.each([
    ['RDS Aurora?', 'fr', 'fr'],
    ['RDS Aurora?', 'tlh', 'en'],
    ['Redis queue?', 'en', 'en'],
    ['Redis queue?', 'fr', 'fr'],
  ])('of a few words, %s, on a page in %s, is taken for one in %s', async (question, language, taken) => {
    const conversation = await startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
    await conversation.call('PUT', `/sessions/${conversation.session.id}`, { metadata: { language } });
    await conversation.ask(question);
    await conversation.events(endsTurn);
    expect((await conversation.history()).data[0]?.language).toBe(taken);
  });

  test('goes on with the one before it, past thanks, whether that is remembered or read again', async () => {
    const conversation = await startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
    let asked = 0;
    const ask = async (content: string) => {
      await conversation.ask(content);
      asked += 1;
      let ended = 0;
      await conversation.events((event) => endsTurn(event) && ++ended === asked);
    };
    await ask('What does a NAT gateway cost?');
    await ask('And with five?');
    await ask('Thanks!');
    await remembered.delete(recentContextKey(conversation.session.id));
    await ask('And with six?');

    const { data } = await conversation.history();
    const questions = data.filter(({ type }) => type === 'user');
    expect(questions.map(({ intent }) => [intent?.name, intent?.method])).toEqual([
      ['cost_estimate', 'pattern'],
      ['cost_estimate', 'follow_up'],
      ['farewell', 'pattern'],
      ['cost_estimate', 'follow_up'],
    ]);
  });
});
