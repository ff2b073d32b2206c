import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Api, apiOf, startTestServer, type TestServer } from '../support/server.js';

let server: TestServer;
let api: Api;
beforeAll(async () => {
  server = await startTestServer();
  api = apiOf(server, 'user-1');
});
afterAll(() => server.close());

const secret = 'Is our contract with Initech at risk?';

test.each([
  ['fails', `RAISE EXCEPTION 'no' USING DETAIL = NEW.content`, 500],
  ['is refused', `RAISE unique_violation USING DETAIL = NEW.content, CONSTRAINT = 'one_of_them'`, 500],
  ['is cancelled', 'PERFORM pg_cancel_backend(pg_backend_pid()); PERFORM pg_sleep(5)', 503],
])(
  'when the statement that stores a message %s, the log tells of it without its text',
  async (_how, body, status) => {
    const { id } = await api.createSession();
    await server.database.query(
      `CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body}; RETURN NEW; END $$;
     CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    server.log.length = 0;
    const answer = await api.post(`/sessions/${id}/messages`, { json: { content: secret } });
    expect(answer.status).toBe(status);
    expect(server.log).toContainEqual(
      expect.objectContaining({ err: expect.objectContaining({ code: expect.stringMatching(/^\w{5}$/) }) }),
    );
    expect(JSON.stringify(server.log)).not.toContain(secret);
  },
);
