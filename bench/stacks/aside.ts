import { randomUUID } from 'node:crypto';
import type { IdentityProvider } from '../../test/support/identity-provider.js';
import { startMeasured } from '../child.js';
import type { SessionPaths } from '../load/target.js';
import type { Stack } from './stack.js';

const jwt = { issuer: 'https://issuer.bench', audience: 'aside-bench' } as const;
/** Longer than any bench runs. */
const TOKEN_LIFE_SECONDS = 3_600;
/** Sessions that are made at once. */
const MAKING = 8;

/** Server and worker as production runs them, with the settings they have unless told otherwise. */
export async function startAsideStack(options: {
  redisUrl: string | null;
  databaseUrl: string;
  bedrockUrl: string;
  concurrency: number;
  profile: string | null;
  identityProvider: IdentityProvider;
}): Promise<Stack> {
  const { redisUrl, identityProvider, profile } = options;
  const env = {
    NODE_ENV: 'production',
    PORT: '0',
    METRICS_PORT: '0',
    DATABASE_URL: options.databaseUrl,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
    JWT_ISSUER: jwt.issuer,
    JWT_AUDIENCE: jwt.audience,
    JWT_JWKS_URI: identityProvider.uri,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: options.bedrockUrl,
    WORKER_CONCURRENCY: String(options.concurrency),
    // Each question is to be answered by the model.
    ANSWER_CACHE_MINUTES: '0',
    SHUTDOWN_GRACE_MS: '500',
  };
  const [server, worker] = await Promise.all([
    startMeasured('server/main.js', env, 'listening', profile),
    startMeasured('worker/main.js', env, 'worker ready', profile),
  ]);
  const port = Number(server.ready.port);
  return {
    name: redisUrl === null ? 'postgres' : 'redis',
    target: {
      port,
      markers: {
        first: 'event: message.delta\n',
        end: 'event: turn.completed\n',
        failed: 'event: turn.failed\n',
      },
    },
    createSessions: async (count) => {
      const sessions: SessionPaths[] = [];
      while (sessions.length < count) {
        const batch = Array.from({ length: Math.min(MAKING, count - sessions.length) }, () =>
          createSession(port, identityProvider),
        );
        sessions.push(...(await Promise.all(batch)));
      }
      return sessions;
    },
    usage: async () => ({ server: await server.usage('usage'), worker: await worker.usage('usage') }),
    stop: async () => {
      await Promise.all([server.stop(), worker.stop()]);
    },
  };
}

/** Each session has a user of its own: the workers are given only a few turns of one user at once. */
async function signToken(identityProvider: IdentityProvider): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return identityProvider.sign('rsa', {
    sub: `bench-${randomUUID()}`,
    iss: jwt.issuer,
    aud: jwt.audience,
    iat: now,
    exp: now + TOKEN_LIFE_SECONDS,
    roles: ['consultant'],
  });
}

async function createSession(port: number, identityProvider: IdentityProvider): Promise<SessionPaths> {
  const headers = { Authorization: `Bearer ${await signToken(identityProvider)}` };
  const base = '/api/v1/admin/chat/sessions';
  const answer = await fetch(`http://127.0.0.1:${port}${base}`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    // One without a title asks the model for it, which the bare stack does not.
    body: JSON.stringify({ title: 'Bench' }),
  });
  if (answer.status !== 201)
    throw new Error(`a session was not made: ${answer.status} ${await answer.text()}`);
  const { id } = (await answer.json()) as { id: string };
  return { id, messages: `${base}/${id}/messages`, events: `${base}/${id}/events`, headers };
}
