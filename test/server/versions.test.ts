import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { historyPage, type PostMessageAnswer, postMessageAnswer } from '../../core/contracts/http.js';
import { turn as turnShape, type WireTurn } from '../../core/contracts/shapes.js';
import { newId } from '../../core/domain/ids.js';
import {
  type Answer,
  type Api,
  apiOf,
  backplaneKinds,
  refusal,
  startTestServer,
  type TestServer,
} from '../support/server.js';

describe.each(backplaneKinds)('versions as a user meets them, on %s', (backplane) => {
  let server: TestServer;
  let api: Api;
  let sessionId: string;
  beforeAll(async () => {
    server = await startTestServer({ backplane });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    api = apiOf(server, `user-${newId()}`);
    sessionId = (await api.createSession()).id;
  });

  /** As a worker would have left it. */
  const answered = async (turn: { id: string; answer_id: string }, content: string) => {
    await server.database.query(
      `UPDATE turns SET state = 'completed', attempt = 1, ended_at = now(), announced = true WHERE id = $1`,
      [turn.id],
    );
    await server.database.query(
      `UPDATE messages SET status = 'complete', content = $3 WHERE session_id = $1 AND id = $2`,
      [sessionId, turn.answer_id, content],
    );
    await server.database.query('UPDATE sessions SET open_turns = open_turns - 1 WHERE id = $1', [sessionId]);
  };
  const ask = async (content: string, answer: string): Promise<PostMessageAnswer> => {
    const asked = await api.ask(sessionId, content);
    await answered(asked.turn, answer);
    return asked;
  };
  const retry = (turnId: string, key?: string) =>
    api.post(`/sessions/${sessionId}/turns/${turnId}/retry`, {
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });
  const edit = (replaces: string, content: string, key = newId()) =>
    api.post(`/sessions/${sessionId}/messages`, {
      json: { content, replaces },
      headers: { 'idempotency-key': key },
    });
  const turnOf = (answer: Answer): WireTurn => turnShape.parse(answer.body);
  const history = async (query = '') =>
    historyPage.parse((await api.get(`/sessions/${sessionId}/history${query}`)).body).data;

  test('an answer that is given again is told as a new message, and says what it replaces', async () => {
    const { message, turn } = await ask('Question', 'First answer');
    const cursor = await api.cursor(sessionId);
    const answer = await retry(turn.id);
    expect(answer.status).toBe(202);
    const second = turnOf(answer);
    expect(answer.headers.get('location')).toMatch(`/turns/${second.id}`);
    expect(second).toMatchObject({ message_id: message.id, state: 'queued', position: 1 });
    expect(second.message).toMatchObject({ id: second.answer_id, version: 2, replaces: turn.answer_id });
    expect(await api.events(sessionId, cursor)).toEqual([
      expect.objectContaining({
        type: 'message.created',
        message: expect.objectContaining({ id: second.answer_id, status: 'pending', reply_to: message.id }),
      }),
      expect.objectContaining({ type: 'turn.queued', turn_id: second.id }),
    ]);
    await answered(second, 'Second answer');
    expect((await history()).map(({ content }) => content)).toEqual(['Question', 'Second answer']);
    const versions = await history(`?versions_of=${message.id}`);
    expect(versions.map(({ content, version }) => [content, version])).toEqual([
      ['Question', 1],
      ['First answer', 1],
      ['Second answer', 2],
    ]);
    expect(versions.map(({ replaced_by }) => replaced_by)).toEqual([null, second.answer_id, null]);
    expect((await api.get(`/sessions/${sessionId}`)).body).toMatchObject({
      message_count: 2,
      last_message: { content: 'Second answer' },
    });
  });

  test('fifty retries with one key are one, and the key is for this request alone', async () => {
    const { turn } = await ask('Question', 'First answer');
    const key = newId();
    const answers = await Promise.all(Array.from({ length: 50 }, () => retry(turn.id, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 202));
    expect(new Set(answers.map((answer) => turnOf(answer).id)).size).toBe(1);
    const first = answers.filter(({ headers }) => headers.get('idempotency-replayed') === null);
    expect(first).toHaveLength(1);
    const other = await api.post(`/sessions/${sessionId}/messages`, {
      json: { content: 'Question' },
      headers: { 'idempotency-key': key },
    });
    expect(refusal(other)).toEqual({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    const elsewhere = await api.createSession();
    const { turn: another } = await api.ask(elsewhere.id);
    const used = await api.post(`/sessions/${elsewhere.id}/turns/${another.id}/retry`, {
      headers: { 'idempotency-key': key },
    });
    expect(refusal(used)).toEqual({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('one key in two sessions at once is good in one of them', async () => {
    const other = await api.createSession();
    const mine = await ask('Question', 'First answer');
    for (let round = 0; round < 10; round++) {
      const key = newId();
      const last = (await history()).at(-1)?.turn_id ?? mine.turn.id;
      const [here, there] = await Promise.all([
        retry(last, key),
        api.post(`/sessions/${other.id}/messages`, {
          json: { content: 'Question' },
          headers: { 'idempotency-key': key },
        }),
      ]);
      expect([here.status, there.status].sort()).toEqual([202, 422]);
      if (here.status === 202) await answered(turnOf(here), 'Again');
      else {
        await server.database.query(
          `WITH ended AS (UPDATE turns SET state = 'stopped', ended_at = now() WHERE session_id = $1)
           UPDATE sessions SET open_turns = 0 WHERE id = $1`,
          [other.id],
        );
      }
    }
  });

  test('an edited question takes the place of the last one in every view', async () => {
    const { message } = await ask('Teh question', 'First answer');
    const cursor = await api.cursor(sessionId);
    const key = newId();
    const posted = await edit(message.id, 'The question', key);
    expect(posted.status).toBe(202);
    const edited = postMessageAnswer.parse(posted.body);
    expect(edited.message).toMatchObject({ version: 2, replaces: message.id, replaced_by: null });
    const [created] = await api.events(sessionId, cursor);
    expect(created).toMatchObject({
      type: 'message.created',
      message: { id: edited.message.id, replaces: message.id, version: 2 },
    });
    const again = await edit(message.id, 'The question', key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(postMessageAnswer.parse(again.body).message).toMatchObject({ id: edited.message.id, version: 2 });
    expect(refusal(await edit(message.id, 'Another question', key))).toMatchObject({ status: 422 });
    await answered(edited.turn, 'Better answer');
    expect((await history()).map(({ content }) => content)).toEqual(['The question', 'Better answer']);
    const all = await history(`?versions_of=${edited.turn.answer_id}`);
    expect(all.map(({ content }) => content)).toEqual([
      'Teh question',
      'First answer',
      'The question',
      'Better answer',
    ]);
    expect(all.slice(0, 2).map(({ replaced_by }) => replaced_by)).toEqual([
      edited.message.id,
      edited.turn.answer_id,
    ]);
  });

  test('only the last exchange, and only while nothing is open', async () => {
    const first = await ask('First', 'First answer');
    const second = await api.ask(sessionId, 'Second');
    const refusals = async (question: PostMessageAnswer) => [
      refusal(await edit(question.message.id, 'Edited')),
      refusal(await retry(question.turn.id)),
    ];
    const notLast = { status: 409, code: 'CHAT_NOT_LAST' };
    expect(await refusals(first)).toEqual([notLast, notLast]);
    expect(await refusals(second)).toEqual([
      { status: 409, code: 'CHAT_TURN_OPEN' },
      { status: 409, code: 'TURN_NOT_RETRYABLE' },
    ]);
    await answered(second.turn, 'Second answer');
    await api.put(`/sessions/${sessionId}`, { json: { status: 'closed' } });
    const closed = { status: 409, code: 'CHAT_SESSION_CLOSED' };
    expect(await refusals(second)).toEqual([closed, closed]);
  });

  test('what is in another session is not found, whoever it belongs to', async () => {
    const { message, turn } = await ask('Mine', 'My answer');
    const stranger = apiOf(server, `user-${newId()}`);
    const theirs = await stranger.createSession();
    for (const [who, id] of [
      [stranger, theirs.id],
      [api, (await api.createSession()).id],
    ] as const) {
      const posted = await who.post(`/sessions/${id}/messages`, {
        json: { content: 'Edited', replaces: message.id },
      });
      expect(refusal(posted)).toEqual({ status: 404, code: 'CHAT_MESSAGE_NOT_FOUND' });
      const listed = await who.get(`/sessions/${id}/history?versions_of=${message.id}`);
      expect(refusal(listed)).toEqual({ status: 404, code: 'CHAT_MESSAGE_NOT_FOUND' });
      const again = await who.post(`/sessions/${id}/turns/${turn.id}/retry`);
      expect(refusal(again)).toEqual({ status: 404, code: 'CHAT_TURN_NOT_FOUND' });
    }
    expect(await history()).toHaveLength(2);
    const viewer = apiOf(server, 'somebody', 'viewer');
    const posted = await viewer.post(`/sessions/${sessionId}/messages`, {
      json: { content: 'Edited', replaces: message.id },
    });
    expect(posted.status).toBe(403);
  });

  test('what cannot be the id of a message is refused', async () => {
    expect(refusal(await edit('not-an-id', 'Edited'))).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
    const listed = await api.get(`/sessions/${sessionId}/history?versions_of=nothing`);
    expect(refusal(listed)).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
  });
});
