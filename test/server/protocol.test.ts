import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../core/domain/ids.js';
import { type Api, apiOf, refusal, request, startTestServer, type TestServer } from '../support/server.js';

const listed = 'https://dashboard.example';
let server: TestServer;
let api: Api;

beforeAll(async () => {
  server = await startTestServer({ env: { CORS_ORIGINS: listed } });
  api = apiOf(server, 'user-1');
});
afterAll(() => server.close());

/** Sends bytes as they are, since HTTP clients mend or refuse what these tests are about. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.end(text));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('errors', () => {
  const missing = () => `/sessions/${newId()}`;

  test('are an envelope with a code, a sentence and the correlation id', async () => {
    const answer = await api.get(missing());
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.body).toEqual({
      error: {
        code: 'CHAT_SESSION_NOT_FOUND',
        message: 'This session does not exist.',
        correlation_id: answer.headers.get('x-correlation-id'),
      },
    });
  });

  test.each([
    'application/problem+json',
    'text/event-stream, application/problem+json',
    'application/problem+json, application/json;q=0.5',
  ])('are RFC 9457 problems for whoever accepts %s', async (accept) => {
    const answer = await api.get(missing(), { headers: { accept } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toEqual({
      type: 'urn:aside:error:CHAT_SESSION_NOT_FOUND',
      title: 'This session does not exist.',
      status: 404,
      code: 'CHAT_SESSION_NOT_FOUND',
      correlation_id: answer.headers.get('x-correlation-id'),
    });
  });

  test.each(['*/*', 'application/json', 'text/html', 'application/json, application/problem+json'])(
    'are the envelope for whoever accepts %s',
    async (accept) => {
      const answer = await api.get(missing(), { headers: { accept } });
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    },
  );

  test('an address that is none is 404, with or without a token', async () => {
    for (const path of ['/', '/nothing', '/api/v1/admin/chat/nothing', '/widget.js.map', '/dev/login']) {
      expect(refusal(await request(server.origin + path, 'GET'))).toEqual({ status: 404, code: 'NOT_FOUND' });
    }
  });

  test('a method that an address does not take is 405, and the answer says which it does', async () => {
    const answer = await api.call('PATCH', missing());
    expect(refusal(answer)).toEqual({ status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect(answer.headers.get('allow')).toBe('GET, PUT, DELETE');
    const options = await api.call('OPTIONS', '/sessions');
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, GET']);
  });

  test('HEAD is answered like GET without a body, and opens no stream', async () => {
    const { id } = await api.createSession();
    expect((await api.call('HEAD', `/sessions/${id}`)).status).toBe(200);
    expect((await api.call('HEAD', `/sessions/${id}/events`)).status).toBe(405);
  });

  test('events in a media type that is neither is 406', async () => {
    const { id } = await api.createSession();
    const answer = await api.get(`/sessions/${id}/events`, { headers: { accept: 'text/html' } });
    expect(refusal(answer)).toEqual({ status: 406, code: 'NOT_ACCEPTABLE' });
  });
});

describe('malformed requests', () => {
  test.each(['a b', 'host/path', '[::1', 'user@host', 'host:port', 'host:999999', '<script>'])(
    'the Host header "%s" is answered with 400',
    async (host) => {
      const answer = await sendRaw(`GET /livez HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('BAD_REQUEST');
    },
  );

  test.each(['localhost', 'aside.example:8443', '127.0.0.1:80', '[::1]:3000', '[2001:db8::1]'])(
    'the Host header "%s" is taken',
    async (host) => {
      const answer = await sendRaw(`GET /livez HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  test.each(['/api/v1/admin/chat/sessions/%E0%A4%A', '/api/v1/admin/chat/sessions/%', '/%zz', '/ops/%ff'])(
    'the path %s is answered with 400',
    async (path) => {
      const answer = await sendRaw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('BAD_REQUEST');
    },
  );

  test('a body that breaks off costs nothing, and the server goes on', async () => {
    const path = '/api/v1/admin/chat/sessions';
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.token}\r\nContent-Type: application/json`;
    await sendRaw(`${head}\r\nContent-Length: 1000\r\n\r\n{"title":`).catch(() => undefined);
    expect((await api.get('/sessions')).status).toBe(200);
  });

  test('a chunked body over the limit is answered with 413 before it has ended', async () => {
    const answer = await fetch(`${api.base}/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${api.token}` },
      body: new ReadableStream({
        start(controller) {
          for (let part = 0; part < 10; part++) controller.enqueue(Buffer.alloc(64 * 1_024, 'a'));
          controller.close();
        },
      }),
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(413);
  });
});

describe('correlation ids', () => {
  test('every answer has one, and no two the same', async () => {
    const answers = await Promise.all(
      ['/livez', '/nothing', '/widget.js'].map((path) => request(server.origin + path, 'GET')),
    );
    const ids = answers.map((answer) => answer.headers.get('x-correlation-id'));
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(null);
  });

  test('a sane one of the caller is kept, and goes with the turn', async () => {
    const { id } = await api.createSession();
    const answer = await api.post(`/sessions/${id}/messages`, {
      json: { content: 'Hello' },
      headers: { 'x-correlation-id': 'from-the-dashboard_7:3' },
    });
    expect(answer.headers.get('x-correlation-id')).toBe('from-the-dashboard_7:3');
    const [turn] = await server.database.query('SELECT correlation_id FROM turns WHERE session_id = $1', [
      id,
    ]);
    expect(turn).toEqual({ correlation_id: 'from-the-dashboard_7:3' });
  });

  test.each(['two words', 'a"b', '{"a":1}', 'x'.repeat(129), ''])(
    'one like %j is replaced',
    async (given) => {
      const answer = await request(`${server.origin}/livez`, 'GET', {
        headers: { 'x-correlation-id': given },
      });
      expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('pages of other origins', () => {
  const preflight = (origin: string) =>
    api.call('OPTIONS', '/sessions', {
      token: null,
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });

  test('a listed one may call, and read the headers it needs', async () => {
    const asked = await preflight(listed);
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(listed);
    expect(asked.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
    expect(asked.headers.get('access-control-allow-methods')).toContain('DELETE');
    const answer = await api.get('/sessions', { headers: { origin: listed } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(listed);
    expect(answer.headers.get('access-control-expose-headers')).toContain('X-Correlation-Id');
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  test('errors can be read there too', async () => {
    const answer = await api.get(`/sessions/${newId()}`, { headers: { origin: listed }, token: null });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, listed]);
  });

  test.each(['https://dashboard.example.evil.test', 'http://dashboard.example', 'null'])(
    '%s may not',
    async (origin) => {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
      const answer = await api.get('/sessions', { headers: { origin } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});

describe('the log', () => {
  test('tells route, status and user of a request, and neither its text nor its query', async () => {
    const { id } = await api.createSession();
    await api.post(`/sessions/${id}/messages`, { json: { content: 'a very private question' } });
    await api.get('/sessions?limit=7');
    const lines = server.log.filter((line) => line.msg === 'request');
    expect(lines).toContainEqual(
      expect.objectContaining({
        method: 'POST',
        route: '/api/v1/admin/chat/sessions/:id/messages',
        status: 202,
        user_id: 'user-1',
        correlation_id: expect.any(String),
        ms: expect.any(Number),
      }),
    );
    const everything = JSON.stringify(server.log);
    expect(everything).not.toContain('private question');
    expect(everything).not.toContain('limit=7');
    expect(everything).not.toContain(String(api.token));
  });
});
