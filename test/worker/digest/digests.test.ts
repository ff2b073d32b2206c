import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { SessionEvent } from '../../../core/contracts/events.js';
import type { WireSession } from '../../../core/contracts/shapes.js';
import { type Conversation, endsTurn, startConversation } from '../../support/conversation.js';
import { eventually } from '../../support/eventually.js';
import { type Maintenance, openMaintenance } from '../../support/maintenance.js';
import { backplaneKinds } from '../../support/server.js';
import { type Stack, startStack } from '../../support/stack.js';
import { tokenOf } from '../../support/tokens.js';

const question = 'How can a client with three VPCs cut the cost of NAT gateways?';

describe.each(backplaneKinds)('what is written about a session, with %s as the backplane', (backplane) => {
  let stack: Stack;
  let maintenance: Maintenance;
  beforeAll(async () => {
    stack = await startStack({ backplane });
    maintenance = openMaintenance(stack.server.config);
  });
  afterAll(async () => {
    await maintenance.close();
    await stack.close();
  });
  afterEach(() => stack.bedrock.control.clearScripts());

  const talk = () => startConversation(stack.server.origin, tokenOf('ana', 'consultant'));
  const titleOf = async ({ session: { id }, call }: Conversation) =>
    ((await (await call('GET', `/sessions/${id}`)).json()) as WireSession).title;
  const ask = async (conversation: Conversation, content: string) => {
    const { cursor } = await conversation.history();
    await conversation.ask(content);
    await conversation.events(endsTurn, cursor);
  };
  const tellsTitle = (event: SessionEvent) =>
    event.type === 'session.updated' && event.session.title !== null;

  test('a title: after the first question that is no greeting, told to every tab', async () => {
    const conversation = await talk();
    await ask(conversation, 'Hello');
    expect(await titleOf(conversation)).toBeNull();
    await ask(conversation, question);
    const events = await conversation.events(tellsTitle);
    expect(events.at(-1)).toMatchObject({ session: { title: 'Cut the cost of NAT gateways' } });
    expect(await titleOf(conversation)).toBe('Cut the cost of NAT gateways');
    const { id } = conversation.session;
    const job = await maintenance.queue.getJob(`title-${id}-4`);
    expect(job?.data).toEqual({ session_id: id });
  });

  test('a title that its user gives while the model thinks of one stays', async () => {
    const conversation = await talk();
    const { id } = conversation.session;
    stack.bedrock.control.script({ match: '(title)', firstTokenMs: 500 });
    stack.bedrock.control.clearRequests();
    await ask(conversation, question);
    const asked = () => stack.bedrock.control.requests({ question: '(title)' });
    await eventually('the model is asked', () => asked().length === 1);
    await conversation.call('PUT', `/sessions/${id}`, { title: 'Mine' });
    await eventually('it has answered', () => asked()[0]?.outcome === 'completed');
    const job = await maintenance.queue.getJob(`title-${id}-2`);
    await eventually('its job has ended', async () => (await job?.getState()) === 'completed');
    expect(await titleOf(conversation)).toBe('Mine');
    await ask(conversation, 'And what does S3 cost?');
    expect(asked()).toHaveLength(1);
  });

  test('a title without the model, where that fails', async () => {
    stack.bedrock.control.script({
      match: '(title)',
      httpError: { status: 503, type: 'ServiceUnavailableException' },
    });
    const conversation = await talk();
    await ask(conversation, question);
    await conversation.events(tellsTitle);
    expect(await titleOf(conversation)).toBe('How can a client with three VPCs cut the cost of NAT…');
  });

  test.each([
    ['a guardrail has spoken instead', { answer: 'Sorry, no.', stopReason: 'guardrail_intervened' }],
    ['its title is one that no answer may hold', { answer: 'Key AKIA4TESTQ7RMXZ2LBVN rotation' }],
  ])('a title without the model, where %s', async (_where, behaviour) => {
    stack.bedrock.control.script({ match: '(title)', ...behaviour });
    const conversation = await talk();
    await ask(conversation, question);
    await conversation.events(tellsTitle);
    expect(await titleOf(conversation)).toBe('How can a client with three VPCs cut the cost of NAT…');
  });

  test('a title whose job was lost: the schedule asks again', async () => {
    const conversation = await talk();
    await ask(conversation, question);
    await conversation.events(tellsTitle);
    await stack.server.database.query(
      `UPDATE sessions SET title = NULL, last_activity = now() - interval '5 minutes' WHERE id = $1`,
      [conversation.session.id],
    );
    expect(await maintenance.run('digests')).toBe(1);
    await eventually('it has its title', async () => (await titleOf(conversation)) !== null);
  });

  test('a summary, once prompts quote no longer everything; a turn does not wait for it', async () => {
    // As long as ten turns take elsewhere.
    stack.bedrock.control.script({ match: '(summary)', firstTokenMs: 2_500 });
    stack.bedrock.control.clearRequests();
    const conversation = await talk();
    const { id } = conversation.session;
    for (let number = 1; number <= 11; number++) await ask(conversation, `What is subject ${number}?`);
    const rows = () =>
      stack.server.database.query<{ through_position: number; text: string; template: string }>(
        'SELECT through_position, text, template FROM session_summaries WHERE session_id = $1',
        [id],
      );
    // One that the last question made due may have been asked for as well.
    const asked = stack.bedrock.control.requests({ question: '(summary)' });
    expect(asked.map(({ outcome }) => outcome)).toContain('running');
    await eventually('it is written', async () => (await rows()).length === 1);
    const [summary] = await rows();
    expect(summary?.template).toBe('summary@1');
    expect(summary?.text).toContain('What is subject 1?');
    expect([10, 12]).toContain(summary?.through_position);
  });
});
