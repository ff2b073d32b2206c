import { freePorts } from '../../../dev/free-ports.js';
import { startIdentityProvider } from '../../../test/support/identity-provider.js';
import { type AsideChat, openAsideChat } from '../users/aside-chat.js';
import { createMember, type Member } from './member.js';
import { awsEnv } from './model.js';
import type { Undo } from './undo.js';

const TOKEN_LIVES_S = 7_200;
const jwt = { issuer: 'https://issuer.chaos', audience: 'aside-chaos' } as const;

export interface Programs {
  servers: Member[];
  workers: Member[];
  origins: readonly string[];
  env: Readonly<Record<string, string>>;
  openChat(options?: { user?: string; server?: number }): Promise<AsideChat>;
}

/**
 * Servers and workers as production runs them, with the settings they have unless told otherwise. With `beside`, the
 * folder of another version's build, every second one is of that version.
 */
export async function startPrograms(
  undo: Undo,
  stores: { postgresUrl: string; redisUrl: string; bedrockUrl: string },
  count: { servers: number; workers: number },
  beside: string | null = null,
): Promise<Programs> {
  const identityProvider = await undo.with(startIdentityProvider(), (provider) => provider.close());
  const ports = await freePorts(count.servers);
  const env = {
    NODE_ENV: 'production',
    NODE_OPTIONS: `--import ${new URL('../../programs/held-memory.js', import.meta.url).href}`,
    METRICS_PORT: '0',
    DATABASE_URL: stores.postgresUrl,
    REDIS_URL: stores.redisUrl,
    JWT_ISSUER: jwt.issuer,
    JWT_AUDIENCE: jwt.audience,
    JWT_JWKS_URI: identityProvider.uri,
    ...awsEnv(stores.bedrockUrl),
  };
  const buildOf = (index: number) => (beside && index % 2 === 1 ? { build: beside } : {});
  const servers = ports.map((port, index) =>
    createMember({
      ...buildOf(index),
      name: `server ${index + 1}`,
      entry: 'server/main.js',
      env: { ...env, PORT: String(port) },
      readyText: 'listening',
    }),
  );
  const workers = Array.from({ length: count.workers }, (_, index) =>
    createMember({
      ...buildOf(index),
      name: `worker ${index + 1}`,
      entry: 'worker/main.js',
      env,
      readyText: 'worker ready',
    }),
  );
  await undo.members([...servers, ...workers]);

  const origins = ports.map((port) => `http://127.0.0.1:${port}`);
  let users = 0;
  const now = Math.floor(Date.now() / 1_000);
  const signFor = (user: string) =>
    identityProvider.sign('rsa', {
      ...{ sub: user, roles: ['consultant'], iss: jwt.issuer, aud: jwt.audience },
      ...{ iat: now, exp: now + TOKEN_LIVES_S },
    });
  return {
    servers,
    workers,
    origins,
    env,
    openChat: async ({ user = `user-${++users}`, server = users } = {}) =>
      openAsideChat(origins, await signFor(user), server),
  };
}
