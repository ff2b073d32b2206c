import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createJobConsumer, type JobConsumer } from '../../core/backplane/job-consumer.js';
import { type TurnJob, turnJob } from '../../core/contracts/jobs.js';
import { newId } from '../../core/domain/ids.js';
import { createLogger } from '../../core/logger.js';
import {
  type Api,
  apiOf,
  backplaneKinds,
  refusal,
  startTestServer,
  type TestServer,
} from '../support/server.js';

describe.each(backplaneKinds)('turns as a user meets them, on %s', (backplane) => {
  let server: TestServer;
  let api: Api;
  let sessionId: string;
  let delivered: string[];
  let waiters: (() => void)[];
  let consumer: JobConsumer<TurnJob>;

  beforeAll(async () => {
    server = await startTestServer({ backplane });
    delivered = [];
    waiters = [];
    // Takes every job and does nothing, so that what was handed over can be seen.
    consumer = createJobConsumer({
      config: server.config,
      job: turnJob,
      concurrency: 5,
      logger: createLogger('worker', 'silent'),
      retryDelayMs: () => 1_000,
      processor: async (job) => {
        delivered.push(job.data.turn_id);
        for (const wake of waiters.splice(0)) wake();
        return 'seen';
      },
    });
    void consumer.run();
  });
  afterAll(async () => {
    await consumer.close(true);
    await server.close();
  });
  beforeEach(async () => {
    // Turns of these tests do not end, and a user has only a few of them in the queue at once.
    api = apiOf(server, `user-${newId()}`);
    sessionId = (await api.createSession()).id;
  });

  const deliveries = async (turnId: string, times: number) => {
    const count = () => delivered.filter((id) => id === turnId).length;
    while (count() < times) await new Promise<void>((resolve) => waiters.push(resolve));
    return count();
  };
  const turnPath = (id: string, action = '') => `/sessions/${sessionId}/turns/${id}${action}`;
  const setState = (turnId: string, state: string) =>
    server.database.query(
      `UPDATE turns SET state = $2, attempt = 1, epoch = 1, ended_at = CASE WHEN $2 = 'running' THEN NULL ELSE now() END
       WHERE id = $1`,
      [turnId, state],
    );

  test('a first question is handed to the queue at once, and a 202 says where to look', async () => {
    const answer = await api.post(`/sessions/${sessionId}/messages`, { json: { content: 'Hello' } });
    const { turn, events_url } = answer.body as { turn: { id: string }; events_url: string };
    expect(answer.headers.get('location')).toBe(`/api/v1/admin/chat/sessions/${sessionId}/turns/${turn.id}`);
    expect(events_url).toBe(`/api/v1/admin/chat/sessions/${sessionId}/events`);
    expect(await deliveries(turn.id, 1)).toBe(1);
    expect((await api.get(turnPath(turn.id))).body).toMatchObject({
      id: turn.id,
      state: 'queued',
      position: 1,
    });
  });

  test('later questions wait, each with its place, and only the first is with the queue', async () => {
    const cursor = await api.cursor(sessionId);
    const turns = [await api.ask(sessionId), await api.ask(sessionId), await api.ask(sessionId)].map(
      ({ turn }) => turn,
    );
    expect(turns.map((turn) => turn.position)).toEqual([1, 2, 3]);
    const queued = (await api.events(sessionId, cursor)).filter((event) => event.type === 'turn.queued');
    expect(queued.map((event) => event.position)).toEqual([1, 2, 3]);
    const rows = await server.database.query(
      'SELECT delivered_at IS NOT NULL AS delivered FROM turns WHERE session_id = $1 ORDER BY position',
      [sessionId],
    );
    expect(rows.map((row) => row.delivered)).toEqual([true, false, false]);
  });

  test('too many waiting questions are refused with 429, and told when to try again', async () => {
    for (let index = 0; index < 20; index++) await api.ask(sessionId);
    const answer = await api.post(`/sessions/${sessionId}/messages`, { json: { content: 'One more' } });
    expect(refusal(answer)).toEqual({ status: 429, code: 'CHAT_TOO_MANY_WAITING' });
    expect(answer.headers.get('retry-after')).toBe('10');
  });

  test('a session tells its unfinished turn, and a cursor from which to follow it', async () => {
    const { turn } = await api.ask(sessionId);
    const session = (await api.get(`/sessions/${sessionId}`)).body;
    expect(session).toMatchObject({
      active_turn: { id: turn.id, state: 'queued', position: 1, message_id: turn.answer_id },
    });
  });

  test('stopping a waiting turn ends it, tells the tabs and calls the next one', async () => {
    const first = await api.ask(sessionId);
    const second = await api.ask(sessionId);
    const cursor = await api.cursor(sessionId);
    const answer = await api.post(turnPath(first.turn.id, '/stop'));
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ state: 'stopped', message: { status: 'stopped' } });
    expect(await api.events(sessionId, cursor)).toEqual([
      expect.objectContaining({ type: 'turn.stopped', turn_id: first.turn.id }),
    ]);
    expect(await deliveries(second.turn.id, 1)).toBe(1);
  });

  test('stopping a running turn is passed on to its worker', async () => {
    const { turn } = await api.ask(sessionId);
    await deliveries(turn.id, 1);
    await setState(turn.id, 'running');
    const answer = await api.post(turnPath(turn.id, '/stop'));
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ state: 'running' });
    const [row] = await server.database.query(
      'SELECT stop_requested_at IS NOT NULL AS asked FROM turns WHERE id = $1',
      [turn.id],
    );
    expect(row).toEqual({ asked: true });
  });

  test.each(['completed', 'failed', 'stopped'])('stopping a %s turn is refused with 409', async (state) => {
    const { turn } = await api.ask(sessionId);
    await setState(turn.id, state);
    expect(refusal(await api.post(turnPath(turn.id, '/stop')))).toEqual({ status: 409, code: 'TURN_ENDED' });
  });

  test('a stopped turn runs again, although the queue has seen its job before', async () => {
    const { turn } = await api.ask(sessionId);
    await deliveries(turn.id, 1);
    await api.post(turnPath(turn.id, '/stop'));
    const cursor = await api.cursor(sessionId);
    const answer = await api.post(turnPath(turn.id, '/retry'));
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toMatch(turnPath(turn.id));
    expect(answer.body).toMatchObject({
      id: turn.id,
      state: 'queued',
      position: 1,
      answer_id: turn.answer_id,
    });
    expect((await api.events(sessionId, cursor)).map((event) => event.type)).toEqual(['turn.queued']);
    expect(await deliveries(turn.id, 2)).toBe(2);
  });

  test.each(['queued', 'running'])('running a %s turn again is refused with 409', async (state) => {
    const { turn } = await api.ask(sessionId);
    if (state !== 'queued') await setState(turn.id, state);
    const answer = await api.post(turnPath(turn.id, '/retry'));
    expect(refusal(answer)).toEqual({ status: 409, code: 'TURN_NOT_RETRYABLE' });
  });
});
