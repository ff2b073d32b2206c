import { expect, test } from '@jest/globals';
import { openDatabase } from '../../../core/store/data-source.js';
import type { ScriptInput } from '../../../dev/bedrock/behaviour.js';
import { endsTurn, startConversation } from '../../support/conversation.js';
import { eventually } from '../../support/eventually.js';
import { startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

/* What becomes of a turn while no model answers. */

const FIRST = 'eu.anthropic.claude-sonnet-4-20250514-v1:0';
const SECOND = 'eu.amazon.nova-pro-v1:0';
const away: ScriptInput = { httpError: { status: 503, type: 'ServiceUnavailableException' } };
const denied: ScriptInput = { httpError: { status: 403, type: 'AccessDeniedException' } };

test('when the breakers of all models are open, the prepared answer comes without asking anybody', async () => {
  const stack = await startStack({ env: { BEDROCK_MODEL_IDS: `${FIRST},${SECOND}` } });
  try {
    stack.bedrock.control.script(away);
    const ask = async (question: string) => {
      const conversation = await startConversation(stack.server.origin, tokenOf(question, 'consultant'));
      const { turn } = await conversation.ask(question);
      const isOver = async () => (await conversation.turn(turn.id)).state === 'completed';
      await eventually('the turn has ended', isOver);
      const { data } = await conversation.history();
      return { attempt: (await conversation.turn(turn.id)).attempt, answer: data[1] };
    };
    const many = Array.from({ length: 6 }, (_, place) => ask(`What does service ${place} cost per month?`));
    for (const { answer } of await Promise.all(many)) expect(answer).toMatchObject({ canned: true });
    stack.bedrock.control.clearRequests();
    const { attempt, answer } = await ask('What does a load balancer cost per month?');
    expect(answer).toMatchObject({ status: 'complete', canned: true });
    expect(attempt).toBe(1);
    expect(stack.bedrock.control.requests()).toEqual([]);
  } finally {
    await stack.close();
  }
});

test('a turn that its user tries again is patient with an outage, however many attempts it had before', async () => {
  const stack = await startStack({ env: { BEDROCK_MODEL_IDS: `${FIRST},${SECOND}` } });
  const db = await openDatabase({
    ...{ url: stack.server.config.databaseUrl, poolSize: 1, applicationName: 'test' },
  });
  try {
    stack.bedrock.control.script({ ...denied, times: 2 });
    const conversation = await startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
    const { turn } = await conversation.ask('Which endpoints are there at all?');
    const stateIs = (state: string) => async () => (await conversation.turn(turn.id)).state === state;
    await eventually('it has failed', stateIs('failed'));
    await db.query('UPDATE turns SET attempt = 20 WHERE id = $1', [turn.id]);
    // Prepared answers: the models are given up.
    stack.bedrock.control.script(away);
    const others = Array.from({ length: 6 }, async (_, place) => {
      const other = await startConversation(stack.server.origin, tokenOf(`user ${place}`, 'consultant'));
      await other.ask(`What does service ${place} cost per month?`);
      await other.events(endsTurn);
    });
    await Promise.all(others);
    await conversation.call('POST', `/sessions/${conversation.session.id}/turns/${turn.id}/retry`);
    await eventually(
      'its next attempt has failed',
      async () => (await conversation.turn(turn.id)).attempt > 20,
    );
    await eventually('and it waits for another', stateIs('queued'));
  } finally {
    await db.destroy();
    await stack.close();
  }
});
