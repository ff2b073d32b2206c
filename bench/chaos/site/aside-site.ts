import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { startIdentityProvider } from '../../../test/support/identity-provider.js';
import { startAsked } from '../../child.js';
import type { StandInMethods } from '../../programs/stand-in.js';
import { judgeAside } from '../oracle/judge-aside.js';
import { openAsideChat } from '../users/aside-chat.js';
import { freePorts } from './free-ports.js';
import { createMember } from './member.js';
import { answering, awsEnv } from './model.js';
import type { AsideSite } from './site.js';
import { startPostgresStore, startRedisStore } from './stores.js';
import type { Undo } from './undo.js';

const SERVERS = 2;
const WORKERS = 4;
const TOKEN_LIVES_S = 7_200;
const jwt = { issuer: 'https://issuer.chaos', audience: 'aside-chaos' } as const;

/** Two servers and four workers as production runs them, with the settings they have unless told otherwise. */
export async function startAsideSite(undo: Undo): Promise<AsideSite> {
  const [postgres, redis, identityProvider, standIn, ports] = await Promise.all([
    undo.with(startPostgresStore(), (store) => store.stop()),
    undo.with(startRedisStore(), (store) => store.stop()),
    undo.with(startIdentityProvider(), (provider) => provider.close()),
    undo.with(startAsked<StandInMethods>('bench/programs/stand-in.js'), (program) => program.stop()),
    freePorts(SERVERS),
  ]);
  await migrate(postgres.url);

  const env = {
    NODE_ENV: 'production',
    METRICS_PORT: '0',
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    JWT_ISSUER: jwt.issuer,
    JWT_AUDIENCE: jwt.audience,
    JWT_JWKS_URI: identityProvider.uri,
    ...awsEnv(await standIn.call('url')),
  };
  const servers = ports.map((port, index) =>
    createMember({
      name: `server ${index + 1}`,
      entry: 'server/main.js',
      env: { ...env, PORT: String(port) },
      readyText: 'listening',
    }),
  );
  const workers = Array.from({ length: WORKERS }, (_, index) =>
    createMember({ name: `worker ${index + 1}`, entry: 'worker/main.js', env, readyText: 'worker ready' }),
  );
  const members = [...servers, ...workers];
  await undo.members(members);

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
    redis,
    postgres,
    origins,
    env,
    standIn: standIn.call,
    model: (behaviour) => standIn.call('script', { ...answering, ...behaviour }),
    openChat: async ({ user = `user-${++users}`, server = users } = {}) =>
      openAsideChat(origins, await signFor(user), server),
    judge: async (chats, options) => judgeAside(chats, await standIn.call('calls'), postgres, options),
    mend: async () => {
      await Promise.all([redis.mend(), postgres.mend()]);
      for (const member of members) member.signal('SIGCONT');
      await Promise.all(members.map((member) => (member.isRunning() ? undefined : member.start())));
    },
  };
}

async function migrate(url: string): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations,
    migrationsTableName: 'aside_migrations',
  });
  await source.initialize();
  await source.runMigrations().finally(() => source.destroy());
}
