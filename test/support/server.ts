import { type Config, loadConfig } from '../../core/config.js';
import { errorBody } from '../../core/contracts/errors.js';
import {
  historyPage,
  type PostMessageAnswer,
  pollAnswer,
  postMessageAnswer,
} from '../../core/contracts/http.js';
import { session, type WireSession } from '../../core/contracts/shapes.js';
import { createLogger } from '../../core/logger.js';
import { composeServer, type RunningServer } from '../../server/compose.js';
import { createTestDatabase, type TestDatabase } from './postgres.js';
import { testRedisUrl } from './redis.js';
import { testJwt, tokenOf } from './tokens.js';

export type BackplaneKind = 'redis' | 'postgres';

/** The backplanes that can be tested here, for `describe.each`. */
export const backplaneKinds: BackplaneKind[] = testRedisUrl() ? ['postgres', 'redis'] : ['postgres'];

export interface TestServer {
  /** `http://127.0.0.1:port` */
  origin: string;
  port: number;
  metricsPort: number;
  config: Config;
  routes: RunningServer['routes'];
  database: TestDatabase;
  /** JSON lines that the server has logged. */
  log: Record<string, unknown>[];
  /** Closes the server and keeps the database. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** The whole server, composed as in production, on free ports and a database of its own, or on one of the caller's. */
export async function startTestServer(
  options: { backplane?: BackplaneKind; env?: Record<string, string>; database?: TestDatabase } = {},
): Promise<TestServer> {
  const database = options.database ?? (await createTestDatabase({ migrated: true }));
  const drop = async () => {
    if (!options.database) await database.drop();
  };
  const redisUrl = options.backplane === 'redis' ? testRedisUrl() : null;
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    METRICS_PORT: '0',
    DATABASE_URL: database.url,
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    JWT_ISSUER: testJwt.issuer,
    JWT_AUDIENCE: testJwt.audience,
    JWT_SECRET: testJwt.secret,
    SHUTDOWN_GRACE_MS: '2000',
    ...options.env,
  });
  const log: Record<string, unknown>[] = [];
  const logger = createLogger('server', 'debug', { write: (line) => void log.push(JSON.parse(line)) });
  let running: RunningServer;
  try {
    running = await composeServer({ config, logger });
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    origin: `http://127.0.0.1:${running.port}`,
    port: running.port,
    metricsPort: running.metricsPort,
    config,
    routes: running.routes,
    database,
    log,
    drain: running.close,
    close: async () => {
      await running.close();
      await drop();
    },
  };
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed when it is JSON; the tests parse it further by the contracts. */
  body: unknown;
}

export interface Call {
  token?: string | null;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, with `Content-Type: application/json` unless the headers say otherwise. */
  raw?: string | Uint8Array<ArrayBuffer>;
}

/** One request with the answer read to its end. */
export async function request(url: string, method: string, call: Call = {}): Promise<Answer> {
  const payload = call.raw ?? (call.json === undefined ? undefined : JSON.stringify(call.json));
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(call.token ? { authorization: `Bearer ${call.token}` } : {}),
      ...call.headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
  };
}

/** The API as one user of one role sees it. */
export function apiOf(server: TestServer, userId: string, role = 'consultant') {
  return apiWith(server, tokenOf(userId, role));
}

export function apiWith(server: TestServer, token: string | null) {
  const base = `${server.origin}/api/v1/admin/chat`;
  const call =
    (method: string) =>
    (path: string, options: Call = {}) =>
      request(`${base}${path}`, method, { token, ...options });
  return {
    base,
    token,
    call: (method: string, path: string, options: Call = {}) => call(method)(path, options),
    get: call('GET'),
    post: call('POST'),
    put: call('PUT'),
    delete: call('DELETE'),
    /** A new session of this user. */
    createSession: async (body: Record<string, unknown> = {}): Promise<WireSession> =>
      session.parse(must(201, await call('POST')('/sessions', { json: body })).body),
    /** The events after `after`, by one poll that does not wait. */
    events: async (sessionId: string, after: string) => {
      const answer = await call('GET')(`/sessions/${sessionId}/events?wait=0&after=${after}`, {
        headers: { accept: 'application/json' },
      });
      return answer.status === 204 ? [] : pollAnswer.parse(must(200, answer).body).events;
    },
    /** Where the session's log stands. */
    cursor: async (sessionId: string): Promise<string> =>
      historyPage.parse(must(200, await call('GET')(`/sessions/${sessionId}/history`)).body).cursor,
    /** A message that was accepted. */
    ask: async (sessionId: string, content = 'What does a NAT gateway cost?'): Promise<PostMessageAnswer> =>
      postMessageAnswer.parse(
        must(202, await call('POST')(`/sessions/${sessionId}/messages`, { json: { content } })).body,
      ),
  };
}

export type Api = ReturnType<typeof apiWith>;

function must(status: number, answer: Answer): Answer {
  if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status}: ${answer.text}`);
  return answer;
}

/** Status and code of a refusal; fails when the body is not the error envelope. */
export function refusal(answer: Answer): { status: number; code: string } {
  return { status: answer.status, code: errorBody.parse(answer.body).error.code };
}
