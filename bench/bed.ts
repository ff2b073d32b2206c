import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createLifecycle } from '../core/lifecycle.js';
import { startEmbeddedPostgres } from '../dev/embedded-postgres/start.js';
import { seedKnowledge } from '../dev/seed.js';
import { startIdentityProvider } from '../test/support/identity-provider.js';
import { createTestDatabase } from '../test/support/postgres.js';
import { redisServerInstalled, startRedis } from '../test/support/redis.js';
import { startAsked } from './child.js';
import type { LoadMethods } from './load/users.js';
import type { StandInMethods } from './programs/stand-in.js';
import type { WriterMethods } from './programs/writer.js';
import type { Call, Methods } from './rpc.js';
import { startAsideStack } from './stacks/aside.js';
import { startBareStack } from './stacks/bare.js';
import type { Stack } from './stacks/stack.js';

/** Everything that runs while it is measured: each part a process of its own. */
export interface Bed {
  /** Those that can run here: without Redis, only ours on Postgres alone. */
  stacks: Stack[];
  users: Call<LoadMethods>;
  standIn: Call<StandInMethods>;
  writer: Call<WriterMethods>;
  /** Where the stack of this name keeps its event log. */
  storeOf(stack: Stack): { redisUrl: string | null; databaseUrl: string };
  stop(): Promise<void>;
}

/** As docker-compose starts it: both stacks have the same one. */
const redisArgs = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'];

export async function makeBed(options: { concurrency: number; profile: string | null }): Promise<Bed> {
  const logger = pino({ level: 'silent' });
  const lifecycle = createLifecycle(logger);
  const stop = () => lifecycle.close();
  try {
    process.env.TEST_DATABASE_URL ??= await startPostgres((close) => lifecycle.onClose('Postgres', close));
    const redis = redisServerInstalled() ? await startRedis(redisArgs) : null;
    if (redis) lifecycle.onClose('Redis', redis.stop);
    const identityProvider = await startIdentityProvider();
    lifecycle.onClose('identity provider', identityProvider.close);

    const asked = async <M extends Methods>(entry: string) => {
      const { call, stop: stopIt } = await startAsked<M>(entry);
      lifecycle.onClose(entry, stopIt);
      return call;
    };
    const standIn = await asked<StandInMethods>('bench/programs/stand-in.js');
    const users = await asked<LoadMethods>('bench/load/users.js');
    const writer = await asked<WriterMethods>('bench/programs/writer.js');
    const bedrockUrl = await standIn('url');

    const stacks: Stack[] = [];
    const databases = new Map<string, string>();
    const add = (stack: Stack, databaseUrl = '') => {
      stacks.push(stack);
      databases.set(stack.name, databaseUrl);
      lifecycle.onClose(stack.name, stack.stop);
    };
    const shared = { ...options, bedrockUrl };
    const addAside = async (redisUrl: string | null) => {
      const database = await createTestDatabase({ migrated: true });
      lifecycle.onClose('database', database.drop);
      await seedKnowledge({ databaseUrl: database.url, logger });
      const databaseUrl = database.url;
      add(await startAsideStack({ ...shared, redisUrl, databaseUrl, identityProvider }), databaseUrl);
    };
    if (redis) await addAside(redis.url);
    await addAside(null);
    if (redis) add(await startBareStack({ ...shared, redisUrl: redis.url }));

    return {
      stacks,
      users,
      standIn,
      writer,
      storeOf: ({ name }) => ({
        redisUrl: name === 'postgres' ? null : (redis?.url ?? null),
        databaseUrl: databases.get(name) ?? '',
      }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Durable: a commit waits for the disk, as it does where it counts. */
async function startPostgres(onClose: (close: () => Promise<void>) => void): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'aside-bench-'));
  // Started by root, PostgreSQL runs as another user, who has to reach its data.
  await chmod(home, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir: join(home, 'postgres'), maxConnections: 200 });
  onClose(async () => {
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
  });
  return postgres.url;
}
