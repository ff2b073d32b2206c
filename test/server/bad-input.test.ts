import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../core/domain/ids.js';
import {
  type Api,
  apiOf,
  backplaneKinds,
  type Call,
  refusal,
  startTestServer,
  type TestServer,
} from '../support/server.js';

const withBody = (content: unknown): Call => ({ json: { content } });
const nested = (depth: number, open: string, close: string) =>
  `{"content":${open.repeat(depth)}${close.repeat(depth)}}`;

/** What is sent as a message, and how it is refused. */
const badMessages: [name: string, call: Call, status: number, code: string][] = [
  ['no body', {}, 400, 'INVALID_JSON'],
  ['an empty body', { raw: '' }, 400, 'INVALID_JSON'],
  ['a body of null', { raw: 'null' }, 400, 'VALIDATION_FAILED'],
  ['a list', { raw: '[]' }, 400, 'VALIDATION_FAILED'],
  ['a bare string', { raw: '"hello"' }, 400, 'VALIDATION_FAILED'],
  ['broken JSON', { raw: '{"content":' }, 400, 'INVALID_JSON'],
  ['bytes that are not UTF-8', { raw: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]) }, 400, 'INVALID_JSON'],
  ['plain text', { raw: 'hello', headers: { 'content-type': 'text/plain' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  [
    'a form',
    { raw: 'content=hello', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'JSON in UTF-16',
    { raw: '{"content":"hello"}', headers: { 'content-type': 'application/json; charset=utf-16' } },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a compressed body',
    { raw: '{"content":"hello"}', headers: { 'content-encoding': 'gzip' } },
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['an unknown key', { json: { content: 'hello', role: 'admin' } }, 400, 'VALIDATION_FAILED'],
  ['no content', { json: {} }, 400, 'VALIDATION_FAILED'],
  ['empty content', withBody(''), 400, 'VALIDATION_FAILED'],
  ['blank content', withBody(' \n\t\u2003'), 400, 'VALIDATION_FAILED'],
  ['content that is no text', withBody(42), 400, 'VALIDATION_FAILED'],
  ['content of 16,001 characters', withBody('a'.repeat(16_001)), 400, 'VALIDATION_FAILED'],
  ['content of 16,001 emoji', withBody('\u{1f600}'.repeat(16_001)), 400, 'VALIDATION_FAILED'],
  ['a NUL in the content', withBody('a\0b'), 400, 'VALIDATION_FAILED'],
  ['a lone surrogate', { raw: '{"content":"a\\ud83d b"}' }, 400, 'VALIDATION_FAILED'],
  ['lists nested 50,000 deep', { raw: nested(50_000, '[', ']') }, 400, 'JSON_TOO_DEEP'],
  ['objects nested 20,000 deep', { raw: nested(20_000, '{"a":', '1}') }, 400, 'JSON_TOO_DEEP'],
  ['brackets that never close', { raw: '['.repeat(100_000) }, 400, 'JSON_TOO_DEEP'],
  ['a __proto__ key', { raw: '{"content":"a","__proto__":{"admin":true}}' }, 400, 'VALIDATION_FAILED'],
  ['an escaped __proto__ key', { raw: '{"content":"a","\\u005f_proto__":1}' }, 400, 'VALIDATION_FAILED'],
  ['a constructor key', { raw: '{"content":"a","constructor":{}}' }, 400, 'VALIDATION_FAILED'],
  ['an empty client_message_id', { json: { content: 'a', client_message_id: '' } }, 400, 'VALIDATION_FAILED'],
  [
    'a client_message_id with spaces',
    { json: { content: 'a', client_message_id: 'a b' } },
    400,
    'VALIDATION_FAILED',
  ],
  [
    'an Idempotency-Key that is too long',
    { ...withBody('a'), headers: { 'idempotency-key': 'k'.repeat(201) } },
    400,
    'VALIDATION_FAILED',
  ],
  ['more than 256 KB', { raw: JSON.stringify({ content: 'a'.repeat(300_000) }) }, 413, 'BODY_TOO_LARGE'],
];

describe.each(backplaneKinds)('bad input, on %s', (backplane) => {
  let server: TestServer;
  let api: Api;
  let sessionId: string;

  beforeAll(async () => {
    server = await startTestServer({ backplane });
    api = apiOf(server, 'user-1');
    sessionId = (await api.createSession()).id;
  });
  afterAll(() => server.close());

  test.each(badMessages)('a message with %s is refused', async (_name, call, status, code) => {
    expect(refusal(await api.post(`/sessions/${sessionId}/messages`, call))).toEqual({ status, code });
  });

  test('after all of that nothing is written and nothing is queued', async () => {
    const [counts] = await server.database.query(
      'SELECT (SELECT count(*) FROM messages) AS messages, (SELECT count(*) FROM turns) AS turns',
    );
    expect(counts).toEqual({ messages: '0', turns: '0' });
  });

  test('content of exactly 16,000 emoji is taken', async () => {
    const answer = await api.post(`/sessions/${sessionId}/messages`, withBody('\u{1f600}'.repeat(16_000)));
    expect(answer.status).toBe(202);
  });

  const malformedIds = [
    '1',
    'null',
    '../../x',
    '%00',
    "'%20OR%201=1",
    '018f-not-a-uuid',
    newId().slice(1),
    `${newId()}0`,
  ];
  test.each(malformedIds)('the id %s is refused in every place', async (id) => {
    const paths = [
      `/sessions/${encodeURIComponent(id)}`,
      `/sessions/${sessionId}/turns/${encodeURIComponent(id)}`,
    ];
    for (const path of paths) {
      expect(refusal(await api.get(path))).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
    }
  });

  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const badCursors: [name: string, path: string][] = [
    ['a word', '/sessions?cursor=abc'],
    ['signs', '/sessions?cursor=%2e%2e'],
    ['an empty one', '/sessions?cursor='],
    ['another list’s', `/sessions?cursor=${encode(['before', 3])}`],
    ['a day that is none', `/sessions?cursor=${encode(['sessions', '2025-02-31T00:00:00.000Z', newId()])}`],
    ['the year 0', `/sessions?cursor=${encode(['sessions', '0000-01-01T00:00:00.000Z', newId()])}`],
    ['SQL for an id', `/sessions?cursor=${encode(['sessions', '2025-01-01T00:00:00.000Z', "' OR 1=1"])}`],
    ['a position beyond all', `/sessions/:id/history?before=${encode(['before', 2 ** 40])}`],
    ['half a position', `/sessions/:id/history?before=${encode(['before', 1.5])}`],
    ['two at once', `/sessions/:id/history?before=${encode(['before', 3])}&after=${encode(['after', 1])}`],
    [
      'a repeated one',
      `/sessions/:id/history?before=${encode(['before', 3])}&before=${encode(['before', 3])}`,
    ],
    ['an event cursor of letters', '/sessions/:id/events?after=latest'],
    ['an event cursor without a number', '/sessions/:id/events?after=12-'],
  ];
  test.each(badCursors)('a cursor that is %s is refused', async (_name, path) => {
    const answer = await api.get(path.replace(':id', sessionId));
    expect(refusal(answer)).toEqual({ status: 400, code: 'INVALID_CURSOR' });
  });

  test('a malformed Last-Event-ID is refused', async () => {
    const answer = await api.get(`/sessions/${sessionId}/events`, { headers: { 'last-event-id': 'latest' } });
    expect(refusal(answer)).toEqual({ status: 400, code: 'INVALID_CURSOR' });
  });

  test('a cursor of another session is not found, of one’s own as well', async () => {
    const foreign = await api.cursor((await api.createSession()).id);
    const path = `/sessions/${sessionId}/events`;
    const missing = { status: 404, code: 'CHAT_SESSION_NOT_FOUND' };
    expect(refusal(await api.get(`${path}?wait=0&after=${foreign}`))).toEqual(missing);
    expect(refusal(await api.get(path, { headers: { 'last-event-id': foreign } }))).toEqual(missing);
    const own = await api.cursor(sessionId);
    const polled = await api.get(`${path}?wait=0&after=${own}`, { headers: { accept: 'application/json' } });
    expect(polled.status).toBe(204);
  });

  const badQueries = [
    'limit=0',
    'limit=101',
    'limit=x',
    'limit=1.5',
    'limit=',
    'status=open',
    'unknown=1',
    '__proto__=1',
  ];
  test.each(badQueries)('the query %s is refused', async (query) => {
    expect(refusal(await api.get(`/sessions?${query}`))).toEqual({ status: 400, code: 'VALIDATION_FAILED' });
  });

  const badSessions: [name: string, body: unknown][] = [
    ['an unknown key', { title: 'a', user_id: 'somebody else' }],
    ['a blank title', { title: '  ' }],
    ['a title that is too long', { title: 'a'.repeat(201) }],
    ['an unknown key in its context', { context: { budget: 1 } }],
    ['a NUL deep in its metadata', { metadata: { a: { b: ['\0'] } } }],
    ['a NUL in a key of its metadata', { metadata: { 'a\0': 1 } }],
    ['metadata nested too deeply', { metadata: { a: { b: { c: { d: { e: 1 } } } } } }],
    ['too much metadata', { metadata: { a: 'x'.repeat(9_000) } }],
    ['a constructor key in its metadata', { metadata: { constructor: { name: 'x' } } }],
    ['fifty-one tags', { context: { service_types: Array.from({ length: 51 }, () => 'ec2') } }],
  ];
  test.each(badSessions)('a session with %s is refused', async (_name, body) => {
    const code = 'VALIDATION_FAILED';
    expect(refusal(await api.post('/sessions', { json: body }))).toEqual({ status: 400, code });
    expect(refusal(await api.put(`/sessions/${sessionId}`, { json: body }))).toEqual({ status: 400, code });
  });

  test('a change of nothing, and a status that only the product sets, are refused', async () => {
    const code = 'VALIDATION_FAILED';
    expect(refusal(await api.put(`/sessions/${sessionId}`, { json: {} }))).toEqual({ status: 400, code });
    const escalated = { status: 'escalated' };
    expect(refusal(await api.put(`/sessions/${sessionId}`, { json: escalated }))).toEqual({
      status: 400,
      code,
    });
  });

  test('an address that takes no body takes an empty object, and no other', async () => {
    const { turn } = await api.ask(sessionId);
    const stop = `/sessions/${sessionId}/turns/${turn.id}/stop`;
    expect(refusal(await api.post(stop, { json: { force: true } })).code).toBe('VALIDATION_FAILED');
    expect((await api.post(stop, { json: {} })).status).toBe(202);
  });

  test('details name the fields, and repeat nothing of what was sent', async () => {
    const answer = await api.post(`/sessions/${sessionId}/messages`, {
      json: { content: '', surprise: 'my secret text' },
    });
    expect(answer.body).toMatchObject({
      error: {
        details: {
          in: 'body',
          fields: expect.arrayContaining([
            { field: 'content', problem: 'must not be empty or blank' },
            { field: 'surprise', problem: 'is not a known field' },
          ]),
        },
      },
    });
    expect(answer.text).not.toContain('my secret text');
  });

  test('no input has led to a failure of the server', () => {
    expect(server.log.filter((line) => line.level === 50)).toEqual([]);
  });
});
