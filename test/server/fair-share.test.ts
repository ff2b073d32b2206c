import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { PostMessageAnswer } from '../../core/contracts/http.js';
import { newId } from '../../core/domain/ids.js';
import { turnsAtOnce } from '../../core/store/turn-window.js';
import { eventually } from '../support/eventually.js';
import { type Api, apiOf, backplaneKinds, startTestServer, type TestServer } from '../support/server.js';

/* No worker runs here: whatever is handed over was handed over by the server. */
describe.each(backplaneKinds)('a user with more questions than he may have in hand, on %s', (backplane) => {
  let server: TestServer;
  let api: Api;
  let asked: (PostMessageAnswer & { sessionId: string })[];
  beforeAll(async () => {
    server = await startTestServer({ backplane });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    api = apiOf(server, `user-${newId()}`);
    asked = [];
    for (let number = 0; number <= turnsAtOnce; number++) {
      const { id } = await api.createSession();
      asked.push({ ...(await api.ask(id)), sessionId: id });
    }
  });

  const delivered = async () => {
    const rows = await server.database.query<{ delivered: boolean }>(
      'SELECT delivered_at IS NOT NULL AS delivered FROM turns WHERE id = ANY($1) ORDER BY created_at',
      [asked.map(({ turn }) => turn.id)],
    );
    return rows.map((row) => row.delivered);
  };

  test('has the last one waiting', async () => {
    expect(await delivered()).toEqual([...Array(turnsAtOnce).fill(true), false]);
  });

  test('has it handed over when he stops an earlier one', async () => {
    const [first] = asked;
    expect((await api.post(`/sessions/${first?.sessionId}/turns/${first?.turn.id}/stop`)).status).toBe(202);
    expect((await delivered()).at(-1)).toBe(true);
  });

  test('has it handed over when he deletes the session of an earlier one', async () => {
    expect((await api.delete(`/sessions/${asked[1]?.sessionId}`)).status).toBe(204);
    expect((await delivered()).at(-1)).toBe(true);
  });

  test('has one handed over that found no room, where room came free in that moment', async () => {
    const [first, second] = asked;
    for (const turn of [second, asked.at(-1)]) {
      await api.post(`/sessions/${turn?.sessionId}/turns/${turn?.turn.id}/stop`);
    }
    await api.ask((await api.createSession()).id);
    const { id } = await api.createSession();
    const holder = new Client({ connectionString: server.database.url });
    await holder.connect();
    try {
      // It waits for the session's row, and has looked for room already.
      await holder.query('BEGIN');
      await holder.query('SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE', [id]);
      const late = api.ask(id);
      await eventually('it waits', async () => {
        const waiting = await server.database.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
      await api.post(`/sessions/${first?.sessionId}/turns/${first?.turn.id}/stop`);
      await holder.query('COMMIT');
      asked = [{ ...(await late), sessionId: id }];
      expect(await delivered()).toEqual([true]);
    } finally {
      await holder.end();
    }
  });

  test('keeps nobody else waiting', async () => {
    const other = apiOf(server, `user-${newId()}`);
    const { turn } = await other.ask((await other.createSession()).id);
    const [row] = await server.database.query(
      'SELECT delivered_at IS NOT NULL AS yes FROM turns WHERE id = $1',
      [turn.id],
    );
    expect(row).toEqual({ yes: true });
  });
});
