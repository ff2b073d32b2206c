import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiOf, backplaneKinds, startTestServer, type TestServer } from '../support/server.js';

describe.each(backplaneKinds)('the streams of a deleted session, on %s', (backplane) => {
  let here: TestServer;
  let elsewhere: TestServer;
  beforeAll(async () => {
    here = await startTestServer({ backplane });
    elsewhere = await startTestServer({ backplane, database: here.database });
  });
  afterAll(async () => {
    await elsewhere.close();
    await here.close();
  });

  test('end in every process, others go on, and who comes back is told that there is no such session', async () => {
    const api = apiOf(here, 'user-1');
    const [{ id }, kept] = [await api.createSession(), await api.createSession()];
    const follow = async (server: TestServer, sessionId: string) => {
      const at = apiOf(server, 'user-1');
      const answer = await fetch(`${at.base}/sessions/${sessionId}/events`, {
        headers: { accept: 'text/event-stream', authorization: `Bearer ${at.token}` },
      });
      expect(answer.status).toBe(200);
      return answer;
    };
    const streams = [await follow(here, id), await follow(elsewhere, id)];
    const other = await follow(elsewhere, kept.id);
    const ended = Promise.all(streams.map((answer) => answer.text()));
    expect((await api.delete(`/sessions/${id}`)).status).toBe(204);
    for (const text of await ended) expect(text).toContain('stream.closing');

    expect((await apiOf(elsewhere, 'user-1').get(`/sessions/${id}/events`)).status).toBe(404);
    await api.ask(kept.id, 'Still there?');
    const reader = other.body?.getReader();
    let text = '';
    while (!text.includes('Still there?')) {
      const part = await reader?.read();
      if (!part || part.done) throw new Error(`the other stream ended: ${text}`);
      text += new TextDecoder().decode(part.value);
    }
    await reader?.cancel();
  });
});
