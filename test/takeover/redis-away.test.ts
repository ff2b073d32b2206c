import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endsTurn, startConversation } from '../support/conversation.js';
import { eventually } from '../support/eventually.js';
import { type OwnRedis, redisServerInstalled, startRedis } from '../support/redis.js';
import { type Stack, startStack } from '../support/stack.js';
import { tokenOf } from '../support/tokens.js';

if (redisServerInstalled()) {
  describe('while Redis is away', () => {
    let redis: OwnRedis;
    let stack: Stack;
    beforeAll(async () => {
      redis = await startRedis();
      stack = await startStack({ backplane: 'redis', env: { REDIS_URL: redis.url } });
    });
    afterAll(async () => {
      await stack.close();
      await redis.stop();
    });

    test('a message is taken at once, and answered soon after Redis is back, though it lost all it had', async () => {
      const conversation = await startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
      stack.bedrock.control.script({ answer: 'Here all the same.' });
      await redis.signal('SIGKILL');

      const askedAt = performance.now();
      const { turn } = await conversation.ask('Is anybody there?');
      expect(performance.now() - askedAt).toBeLessThan(500);

      await redis.start();
      const backAt = performance.now();
      await eventually(
        'the turn is answered',
        async () => (await conversation.turn(turn.id)).state === 'completed',
        15_000,
      );
      // Five seconds are promised; this only tells "soon" from "by the next restart" on a busy machine.
      expect(performance.now() - backAt).toBeLessThan(10_000);
      const events = await conversation.events((event) => endsTurn(event) || event.type === 'snapshot');
      expect(JSON.stringify(events.at(-1))).toContain('Here all the same.');
    });

    test('an answer that is being written is finished in Postgres, and told when Redis is back', async () => {
      const conversation = await startConversation(stack.server.origin, tokenOf('ben', 'consultant'));
      stack.bedrock.control.clearScripts();
      stack.bedrock.control.script({ match: 'go on', lengthTokens: 120, tokenMs: 10 });
      const { turn } = await conversation.ask('Please go on without it.');
      await conversation.events((event) => event.type === 'message.delta');
      await redis.signal('SIGKILL');
      await eventually(
        'the answer is in Postgres',
        async () => (await conversation.turn(turn.id)).state === 'completed',
      );
      await redis.start();
      const events = await conversation.events((event) => endsTurn(event) || event.type === 'snapshot');
      const { data } = await conversation.history();
      expect(data[1]?.status).toBe('complete');
      const last = events.at(-1);
      const told =
        last?.type === 'snapshot'
          ? last.messages[1]?.content
          : last?.type === 'turn.completed' && last.message.content;
      expect(told).toBe(data[1]?.content);
    });
  });

  test('a worker that starts while Redis is away is ready, and answers, once Redis is there', async () => {
    const redis = await startRedis();
    await redis.signal('SIGKILL');
    const stack = await startStack({ backplane: 'redis', env: { REDIS_URL: redis.url } });
    const ready = async () => (await fetch(`http://127.0.0.1:${stack.worker.healthPort}/readyz`)).status;
    expect(await ready()).toBe(503);
    const conversation = await startConversation(stack.server.origin, tokenOf('cem', 'consultant'));
    stack.bedrock.control.script({ answer: 'Late, but here.' });
    const { turn } = await conversation.ask('Is anybody there yet?');

    await redis.start();
    await eventually('the worker is ready', async () => (await ready()) === 200);
    await eventually(
      'the turn is answered',
      async () => (await conversation.turn(turn.id)).state === 'completed',
      15_000,
    );
    await stack.close();
    await redis.stop();
  });
} else {
  test.skip('while Redis is away: there is no Redis here', () => undefined);
}
