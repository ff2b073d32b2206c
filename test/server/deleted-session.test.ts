import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createBackplane } from '../../core/backplane/create-backplane.js';
import { eraseTraces } from '../../core/backplane/erase-traces.js';
import { eventually } from '../support/eventually.js';
import { silentLogger as logger } from '../support/logger.js';
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

  const follow = async (server: TestServer, sessionId: string) => {
    const at = apiOf(server, 'user-1');
    const answer = await fetch(`${at.base}/sessions/${sessionId}/events`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${at.token}` },
    });
    expect(answer.status).toBe(200);
    return answer;
  };

  test('end, others go on, and who comes back is told that there is no such session', async () => {
    const api = apiOf(here, 'user-1');
    const [{ id }, kept] = [await api.createSession(), await api.createSession()];
    const [stream, other] = [await follow(here, id), await follow(here, kept.id)];
    expect((await api.delete(`/sessions/${id}`)).status).toBe(204);
    expect(await stream.text()).toContain('stream.closing');
    for (const server of [here, elsewhere]) {
      expect((await apiOf(server, 'user-1').get(`/sessions/${id}/events`)).status).toBe(404);
    }
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

  test('end in other processes too, as soon as those hear signals', async () => {
    const api = apiOf(here, 'user-1');
    const streams: Promise<unknown>[] = [];
    const endings: string[] = [];
    // A process that has just begun may not hear the first one, which only makes things quick.
    await eventually(
      'a stream ends',
      async () => {
        const { id } = await api.createSession();
        const stream = await follow(elsewhere, id);
        streams.push(stream.text().then((text) => endings.push(text)));
        await api.delete(`/sessions/${id}`);
        return endings.length > 0;
      },
      60_000,
    );
    expect(endings[0]).toContain('stream.closing');
  });

  test('end also where the signal is not heard, and show nothing of it', async () => {
    const api = apiOf(here, 'user-1');
    const { id } = await api.createSession();
    await api.ask(id, 'A question that is nobody’s business any more');
    const cursor = await api.cursor(id);
    const stream = await follow(elsewhere, id);
    const polled = apiOf(elsewhere, 'user-1').get(`/sessions/${id}/events?after=${cursor}`, {
      headers: { accept: 'application/json' },
    });
    // As another process does it whose signal is lost.
    const store = await createBackplane({ config: here.config, logger });
    await here.database.query('UPDATE sessions SET deleted_at = now() WHERE id = $1', [id]);
    await eraseTraces(store, id);
    const text = await stream.text();
    expect(text).toContain('stream.closing');
    expect(text).not.toContain('business');
    expect((await polled).status).toBe(404);
    await store.close();
  });
});
