import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assembled, endsTurn, startConversation } from '../support/conversation.js';
import { eventually } from '../support/eventually.js';
import { backplaneKinds } from '../support/server.js';
import { type Stack, startStack } from '../support/stack.js';
import { tokenOf } from '../support/tokens.js';

describe.each(backplaneKinds)('a worker that is told to leave, with %s as the backplane', (backplane) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ backplane, env: { SHUTDOWN_GRACE_MS: '400' } });
  });
  afterAll(() => stack.close());

  const turnRow = async (id: string) => {
    const [row] = await stack.server.database.query<{
      attempt: number;
      failures: number;
      release_reason: string;
    }>('SELECT attempt, failures, release_reason FROM turns WHERE id = $1', [id]);
    return row;
  };

  test('finishes what ends within the grace time, and hands the rest over without a failed attempt', async () => {
    const [short, long] = await Promise.all([
      startConversation(stack.server.origin, tokenOf('ana', 'consultant')),
      startConversation(stack.server.origin, tokenOf('ben', 'consultant')),
    ]);
    stack.bedrock.control.script({ match: 'short', answer: 'Soon said.', firstTokenMs: 150 });
    stack.bedrock.control.script({ match: 'long', lengthTokens: 800, tokenMs: 10, beyondMaxTokens: true });
    const [shortTurn, longTurn] = [await short.ask('a short one'), await long.ask('a long one')];
    await long.events((event) => event.type === 'message.delta');
    await stack.addWorker();

    await stack.worker.close();

    const events = await long.events(endsTurn);
    expect(events.at(-1)?.type).toBe('turn.completed');
    expect(events.map((event) => event.type)).not.toContain('turn.failed');
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'turn.restarted', attempt: 2, reason: 'worker_leaving' }),
    );
    expect(assembled(events)).toBe((await long.history()).data[1]?.content);
    expect(await turnRow(longTurn.turn.id)).toMatchObject({ attempt: 2, failures: 0 });

    await eventually(
      'the short one is answered',
      async () => (await short.turn(shortTurn.turn.id)).state === 'completed',
    );
    expect(await turnRow(shortTurn.turn.id)).toMatchObject({ attempt: 1, failures: 0 });
  });
});
