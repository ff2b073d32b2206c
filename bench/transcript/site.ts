import { pino } from 'pino';
import type { z } from 'zod';
import type { sessionContext, WireMessage, WireTurn } from '../../core/contracts/shapes.js';
import { createLifecycle } from '../../core/lifecycle.js';
import { type BedrockStandIn, createBedrockStandIn } from '../../dev/bedrock/stand-in.js';
import { seedKnowledge } from '../../dev/seed.js';
import { startIdentityProvider } from '../../test/support/identity-provider.js';
import { createTestDatabase } from '../../test/support/postgres.js';
import { startTestPostgres } from '../../test/support/test-postgres.js';
import { startMeasured } from '../child.js';

export type SessionContext = z.input<typeof sessionContext>;

/** What one of a session's watchers was told, as it came. */
export type Told = { type: string; turn_id?: string; [field: string]: unknown };

export interface Exchange {
  events: Told[];
  question: WireMessage;
  answer: WireMessage;
  turn: WireTurn;
}

/** Server and worker as production runs them, on PostgreSQL alone, with the sample documents and the stand-in's models. */
export interface Site {
  standIn: BedrockStandIn;
  models: readonly string[];
  /** As a user of his own. Returns the session's id. */
  createSession(context: SessionContext): Promise<Chat>;
  stop(): Promise<void>;
}

export interface Chat {
  ask(content: string): Promise<Exchange>;
}

const jwt = { issuer: 'https://issuer.example', audience: 'aside' } as const;
const api = '/api/v1/admin/chat/sessions';
const TOKEN_LIFE_SECONDS = 900;
/** Of one answer. */
const PATIENCE_MS = 60_000;
/** About as a model would. */
const pace = { firstTokenMs: 350, tokenMs: 15 };
const models = ['eu.anthropic.claude-sonnet-4-20250514-v1:0', 'eu.amazon.nova-pro-v1:0'];

export async function startSite(): Promise<Site> {
  const logger = pino({ level: 'silent' });
  const lifecycle = createLifecycle(logger);
  const stop = () => lifecycle.close();
  try {
    const postgres = await startTestPostgres();
    lifecycle.onClose('PostgreSQL', postgres.stop);
    const { url: databaseUrl } = await createTestDatabase({ migrated: true, server: postgres.url });
    await seedKnowledge({ databaseUrl, logger });
    const identityProvider = await startIdentityProvider();
    lifecycle.onClose('identity provider', identityProvider.close);
    const standIn = await createBedrockStandIn({ pace });
    lifecycle.onClose('stand-in', standIn.close);
    const env = {
      NODE_ENV: 'production',
      PORT: '0',
      METRICS_PORT: '0',
      DATABASE_URL: databaseUrl,
      JWT_ISSUER: jwt.issuer,
      JWT_AUDIENCE: jwt.audience,
      JWT_JWKS_URI: identityProvider.uri,
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: standIn.url,
      BEDROCK_MODEL_IDS: models.join(','),
      SHUTDOWN_GRACE_MS: '500',
    };
    const server = await startMeasured('server/main.js', env, 'listening', null);
    lifecycle.onClose('server', server.stop);
    const worker = await startMeasured('worker/main.js', env, 'worker ready', null);
    lifecycle.onClose('worker', worker.stop);
    let users = 0;
    const createSession = async (context: SessionContext): Promise<Chat> => {
      users += 1;
      const now = Math.floor(Date.now() / 1_000);
      const token = await identityProvider.sign('rsa', {
        ...{ sub: `consultant-${users}`, iss: jwt.issuer, aud: jwt.audience },
        ...{ iat: now, exp: now + TOKEN_LIFE_SECONDS, roles: ['consultant'] },
      });
      const call = caller(Number(server.ready.port), token);
      const session = await call<{ id: string }>('POST', api, { context });
      return { ask: (content) => ask(call, `${api}/${session.id}`, content) };
    };
    return { standIn, models, createSession, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type CallApi = ReturnType<typeof caller>;

function caller(port: number, token: string) {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const headers = {
      Authorization: `Bearer ${token}`,
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
}

async function ask(call: CallApi, session: string, content: string): Promise<Exchange> {
  const { cursor: before } = await call<{ cursor: string }>('GET', `${session}/history?limit=1`);
  const { message, turn } = await call<{ message: WireMessage; turn: WireTurn }>(
    'POST',
    `${session}/messages`,
    { content },
  );
  const events = await follow(call, session, before, turn.id);
  const { data } = await call<{ data: WireMessage[] }>('GET', `${session}/history`);
  const find = (id: string) => {
    const found = data.find((one) => one.id === id);
    if (!found) throw new Error(`${id} is not in the history`);
    return found;
  };
  return {
    events,
    question: find(message.id),
    answer: find(turn.answer_id),
    turn: await call<WireTurn>('GET', `${session}/turns/${turn.id}`),
  };
}

async function follow(call: CallApi, session: string, after: string, turnId: string): Promise<Told[]> {
  const events: Told[] = [];
  const until = performance.now() + PATIENCE_MS;
  let cursor = after;
  while (performance.now() < until) {
    const page = await call<{ events: Told[]; cursor: string }>(
      'GET',
      `${session}/events?${new URLSearchParams({ after: cursor, wait: '5' })}`,
    );
    events.push(...page.events);
    cursor = page.cursor;
    const ends = ['turn.completed', 'turn.stopped', 'turn.failed'];
    if (page.events.some(({ type, turn_id }) => ends.includes(type) && turn_id === turnId)) return events;
  }
  throw new Error(`no answer came within ${PATIENCE_MS / 1_000} s`);
}
