import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DataSource } from 'typeorm';
import { MIGRATIONS_TABLE } from '../../../core/store/data-source.js';
import { migrations } from '../../../migrations/index.js';
import { finding } from '../oracle/finding.js';
import type { Scenario } from '../scenario.js';
import type { Site } from '../site/site.js';

const AT_ONCE = 5;

async function appliedIn(site: Site, database: string): Promise<number> {
  const rows = await site.postgres.query<{ applied: number }>(
    `SELECT count(*)::integer AS applied FROM ${MIGRATIONS_TABLE}`,
    [],
    database,
  );
  return rows[0]?.applied ?? 0;
}

export const migrationsAtOnce: Scenario = {
  name: 'migrations-at-once',
  title: 'five processes bring an empty database up to date at once',
  quick: false,
  play: async ({ site }) => {
    const url = await site.postgres.create('migrated_at_once');
    const file = fileURLToPath(new URL('../../../migrations/main.js', import.meta.url));
    const exits = await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        const env = { PATH: process.env.PATH ?? '', DATABASE_URL: url };
        const [code] = await once(spawn(process.execPath, [file], { env, stdio: 'ignore' }), 'exit');
        return code as number | null;
      }),
    );
    const applied = await appliedIn(site, 'migrated_at_once');
    return [
      finding(
        'each ends with 0',
        exits.join(' '),
        exits.every((code) => code === 0),
      ),
      finding(
        'each migration is there once',
        `${applied} of ${migrations.length}`,
        applied === migrations.length,
      ),
    ];
  },
  control: {
    breaks: ['each ends well'],
    play: async ({ site }) => {
      const url = await site.postgres.create('migrated_without_lock');
      const options = {
        type: 'postgres' as const,
        url,
        migrations,
        migrationsTableName: MIGRATIONS_TABLE,
        logging: false,
      };
      const ends = await Promise.allSettled(
        Array.from({ length: AT_ONCE }, async () => {
          const source = await new DataSource(options).initialize();
          await source.runMigrations({ transaction: 'each' }).finally(() => source.destroy());
        }),
      );
      const refused = ends.filter(({ status }) => status === 'rejected').length;
      return [finding('each ends well', `${refused} of ${AT_ONCE} failed`, refused === 0)];
    },
  },
};
