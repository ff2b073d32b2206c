import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Conversation, endsTurn, startConversation } from '../support/conversation.js';
import { eventually } from '../support/eventually.js';
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { backplaneKinds } from '../support/server.js';
import { type Stack, startStack } from '../support/stack.js';
import { tokenOf } from '../support/tokens.js';

const TOKEN_MS = 50;

const cases = backplaneKinds.flatMap((backplane) => [1, 2].map((workers) => ({ backplane, workers })));

describe.each(cases)('with $workers worker(s) and $backplane as the backplane', ({ backplane, workers }) => {
  let postgres: OwnPostgres;
  let database: TestDatabase;
  let stack: Stack;
  beforeAll(async () => {
    postgres = await startOwnPostgres();
    database = await createTestDatabase({ migrated: true, server: postgres.url });
    stack = await startStack({ backplane, database });
    for (let count = 1; count < workers; count++) await stack.addWorker();
  });
  afterAll(async () => {
    await stack.close();
    await postgres.stop();
  });

  /** An answer that takes about so long to be said, and that no other answer is equal to. */
  const ask = async (conversation: Conversation, question: string, seconds: number) => {
    const tokens = Math.ceil((seconds * 1_000) / TOKEN_MS);
    const answer = Array.from({ length: tokens }, (_, number) =>
      `${question} ${number}.`.padStart(20, '-'),
    ).join('');
    stack.bedrock.control.script({ match: question, answer, tokenChars: 20, tokenMs: TOKEN_MS });
    const { turn } = await conversation.ask(question);
    return { turn, question, answer, conversation };
  };
  const talk = (user: string) => startConversation(stack.server.origin, tokenOf(user, 'consultant'));

  test.each([3, 12])(
    'answers being written while Postgres is away for %d s are kept',
    async (awaySeconds) => {
      const [short, long] = await Promise.all([talk('ana'), talk('ben')]);
      const endsWhileAway = await ask(short, `cost early ${awaySeconds}`, awaySeconds / 2);
      const outlasts = await ask(long, `cost later ${awaySeconds}`, awaySeconds + 3);
      const waits = await ask(short, `cost after ${awaySeconds}`, 0.1);
      for (const conversation of [short, long])
        await conversation.events((event) => event.type === 'message.delta');

      await postgres.kill();
      const awaySince = performance.now();
      await eventually('it was away', () => performance.now() - awaySince > awaySeconds * 1_000);
      await postgres.start();

      for (const { turn, question, answer, conversation } of [endsWhileAway, outlasts, waits]) {
        await eventually(`answered: ${question}`, async () => {
          const [row] = await database.query('SELECT state FROM turns WHERE id = $1', [turn.id]);
          return row?.state === 'completed';
        });
        const [row] = await database.query('SELECT attempt, failures FROM turns WHERE id = $1', [turn.id]);
        expect(row).toEqual({ attempt: 1, failures: 0 });
        const { data } = await conversation.history();
        const kept = data.filter(({ turn_id, type }) => turn_id === turn.id && type === 'assistant');
        expect(kept).toEqual([expect.objectContaining({ status: 'complete', content: answer })]);
        expect(stack.bedrock.control.requests({ question })).toHaveLength(1);
      }
      // Whoever watches is told of the end, by its event or by a snapshot that has it.
      const events = await long.events((event) => endsTurn(event) || event.type === 'snapshot');
      expect(JSON.stringify(events.at(-1))).toContain(outlasts.answer);
      expect(stack.log.filter((line) => String(line.msg).startsWith('took over'))).toEqual([]);
    },
    120_000,
  );

  // With two workers it is the same: the attempt is one worker's.
  if (workers > 1) return;

  test('an attempt that fails while Postgres is away goes back to the queue, and the next one succeeds', async () => {
    const conversation = await talk('cem');
    stack.bedrock.control.script({
      match: 'breaks',
      times: 1,
      lengthTokens: 40,
      tokenMs: TOKEN_MS,
      resetAfterTokens: 20,
    });
    stack.bedrock.control.script({ match: 'breaks', answer: 'Whole this time.' });
    const { turn } = await conversation.ask('It breaks.');
    await conversation.events((event) => event.type === 'message.delta');
    await postgres.kill();
    await eventually('the attempt has failed', () =>
      stack.log.some((line) => line.turn_id === turn.id && line.msg === 'an attempt failed'),
    );
    const awaySince = performance.now();
    await eventually('it was away', () => performance.now() - awaySince > 3_000);
    await postgres.start();
    await eventually('it is answered', async () => {
      const [row] = await database.query('SELECT state FROM turns WHERE id = $1', [turn.id]);
      return row?.state === 'completed';
    });
    const [row] = await database.query('SELECT attempt, failures FROM turns WHERE id = $1', [turn.id]);
    expect(row).toEqual({ attempt: 2, failures: 1 });
    expect((await conversation.history()).data[1]?.content).toBe('Whole this time.');
  }, 120_000);
});
