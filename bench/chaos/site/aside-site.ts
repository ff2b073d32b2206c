import { DataSource } from 'typeorm';
import { MIGRATIONS_TABLE } from '../../../core/store/data-source.js';
import { migrations } from '../../../migrations/index.js';
import { startAsked } from '../../child.js';
import type { StandInMethods } from '../../programs/stand-in.js';
import { judgeAside } from '../oracle/judge-aside.js';
import { answering } from './model.js';
import { startPrograms } from './programs.js';
import type { AsideSite } from './site.js';
import { startPostgresStore, startRedisStore } from './stores.js';
import type { Undo } from './undo.js';

export async function startAsideSite(undo: Undo, beside: string | null): Promise<AsideSite> {
  const [postgres, redis, standIn] = await Promise.all([
    undo.with(startPostgresStore(), (store) => store.stop()),
    undo.with(startRedisStore(), (store) => store.stop()),
    undo.with(startAsked<StandInMethods>('bench/programs/stand-in.js'), (program) => program.stop()),
  ]);
  await migrate(postgres.url);
  const bedrockUrl = await standIn.call('url');
  const programs = await startPrograms(
    undo,
    { postgresUrl: postgres.url, redisUrl: redis.url, bedrockUrl },
    { servers: 2, workers: 4 },
    beside,
  );
  const members = [...programs.servers, ...programs.workers];
  return {
    ...programs,
    redis,
    postgres,
    standIn: standIn.call,
    model: (behaviour) => standIn.call('script', { ...answering, ...behaviour }),
    judge: async (chats, options) => judgeAside(chats, await standIn.call('calls'), postgres, options),
    mend: async () => {
      await Promise.all([redis.mend(), postgres.mend()]);
      for (const member of members) member.signal('SIGCONT');
      await Promise.all(members.map((member) => (member.isRunning() ? undefined : member.start())));
    },
  };
}

export async function migrate(url: string): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    migrations,
    migrationsTableName: MIGRATIONS_TABLE,
  });
  await source.initialize();
  await source.runMigrations().finally(() => source.destroy());
}
