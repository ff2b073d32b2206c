import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type BedrockStandIn, createBedrockStandIn } from '../../dev/bedrock/stand-in.js';
import { workerLimits } from '../../worker/limits.js';
import { leaseTimes } from '../../worker/turn/leases.js';
import { type Conversation, startConversation } from '../support/conversation.js';
import { eventually } from '../support/eventually.js';
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import type { Program } from '../support/processes.js';
import { backplaneKinds, startTestServer, type TestServer } from '../support/server.js';
import { tokenOf } from '../support/tokens.js';
import { startWorkerProgram } from '../support/worker-program.js';

/** As long as an answer of these tests takes to be said. */
const ANSWER_MS = 12_000;
const TOKEN_MS = 100;
const ANSWER = Array.from({ length: ANSWER_MS / TOKEN_MS }, (_, word) => `w${word}`.padEnd(8, '.')).join('');
const GRACE_MS = 1_000;
/** What is promised of a takeover, and what of that a process may take to start; a busy machine takes longer. */
const TAKEOVER_MS = 15_000;
const START_MS = 4_000;

describe.each(backplaneKinds)('workers as processes, with %s as the backplane', (backplane) => {
  let postgres: OwnPostgres;
  let database: TestDatabase;
  let server: TestServer;
  let bedrock: BedrockStandIn;
  let workers: Program[] = [];
  beforeAll(async () => {
    postgres = await startOwnPostgres();
    database = await createTestDatabase({ migrated: true, server: postgres.url });
    server = await startTestServer({ backplane, database });
    bedrock = await createBedrockStandIn({ pace: { firstTokenMs: 0, tokenMs: TOKEN_MS } });
    bedrock.control.script({ answer: ANSWER, tokenChars: 8 });
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
    workers = [];
  });
  afterAll(async () => {
    await server.close();
    await bedrock.close();
    await postgres.stop();
  });

  const addWorker = async () => {
    const worker = await startWorkerProgram(server, bedrock.url, { SHUTDOWN_GRACE_MS: String(GRACE_MS) });
    workers.push(worker);
    return worker;
  };
  /** A turn that a worker is writing the answer of. */
  const beingAnswered = async () => {
    const conversation = await startConversation(server.origin, tokenOf('ana', 'consultant'));
    const { turn } = await conversation.ask('Go on and on.');
    await conversation.events((event) => event.type === 'message.delta');
    return { conversation, id: turn.id };
  };
  /** A turn of one of two workers. Both are there before it begins: on a busy machine a start takes as long as it. */
  const beingAnsweredByOneOfTwo = async () => {
    const [holder, other] = await Promise.all([addWorker(), addWorker()]);
    other.process.kill('SIGSTOP');
    const turn = await beingAnswered();
    other.process.kill('SIGCONT');
    return { holder, turn };
  };
  const turnRow = async (id: string) => {
    const [row] = await database.query<{ state: string; attempt: number }>(
      'SELECT state, attempt FROM turns WHERE id = $1',
      [id],
    );
    return row;
  };
  const answered = async (turn: { id: string; conversation: Conversation }, attempt: number) => {
    await eventually('answered', async () => (await turnRow(turn.id))?.state === 'completed', 60_000);
    expect((await turnRow(turn.id))?.attempt).toBe(attempt);
    const answers = (await turn.conversation.history()).data.filter(({ type }) => type === 'assistant');
    expect(answers.map(({ content }) => content)).toEqual([ANSWER]);
  };
  const passes = (ms: number) => {
    const since = performance.now();
    return eventually('time has passed', () => performance.now() - since > ms);
  };

  test('one that comes back a moment later than Postgres still has its turn', async () => {
    const { holder, turn } = await beingAnsweredByOneOfTwo();
    await postgres.kill();
    await passes(leaseTimes.leaseMs + 1_000);
    holder.process.kill('SIGSTOP');
    await postgres.start();
    // The other one has looked at the lease, which ran out, more than once.
    await passes(leaseTimes.leaseMs / 2);
    holder.process.kill('SIGCONT');
    await answered(turn, 1);
  }, 120_000);

  test('one that dies while Postgres is away is taken over when it is back', async () => {
    const { holder, turn } = await beingAnsweredByOneOfTwo();
    await postgres.kill();
    await holder.kill('SIGKILL');
    await passes(3_000);
    await postgres.start();
    await answered(turn, 2);
  }, 120_000);

  test('one that is told to leave while Postgres is away leaves in time, and its turn is taken over', async () => {
    const holder = await addWorker();
    const turn = await beingAnswered();
    await postgres.kill();
    const toldAt = performance.now();
    await holder.kill('SIGTERM');
    expect(performance.now() - toldAt).toBeLessThan(GRACE_MS + workerLimits.closeMarginMs + 1_000);
    await postgres.start();
    await addWorker();
    await answered(turn, 2);
  }, 120_000);

  test('all of them killed and new ones started: the turn is taken over within what is promised', async () => {
    const holders = [await addWorker(), await addWorker()];
    const turn = await beingAnswered();
    await Promise.all(holders.map((holder) => holder.kill('SIGKILL')));
    workers = [];
    const starting = [addWorker(), addWorker()];
    await Promise.race(starting);
    const startedAt = performance.now();
    await eventually('taken over', async () => (await turnRow(turn.id))?.attempt === 2);
    expect(performance.now() - startedAt).toBeLessThan(TAKEOVER_MS - START_MS);
    await Promise.all(starting);
    await answered(turn, 2);
  }, 120_000);
});
