import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { finding } from '../oracle/finding.js';
import type { Scenario } from '../scenario.js';
import type { Site } from '../site/site.js';
import { settle, talk } from '../users/load.js';

const AT_ONCE = 5;

/** An empty database beside the site's; its address. */
async function emptyDatabase(site: Site, name: string): Promise<string> {
  await site.postgres.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await site.postgres.query(`CREATE DATABASE ${name}`);
  const url = new URL(site.postgres.directUrl());
  url.pathname = `/${name}`;
  return url.href;
}

async function appliedIn(url: string): Promise<number> {
  const source = await new DataSource({ type: 'postgres', url }).initialize();
  try {
    const rows = await source.query('SELECT count(*)::integer AS applied FROM aside_migrations');
    return rows[0].applied;
  } finally {
    await source.destroy();
  }
}

export const migrationsAtOnce: Scenario = {
  name: 'migrations-at-once',
  title: 'five processes bring an empty database up to date at once',
  quick: false,
  play: async ({ site }) => {
    const url = await emptyDatabase(site, 'migrated_at_once');
    const file = fileURLToPath(new URL('../../../migrations/main.js', import.meta.url));
    const exits = await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        const env = { PATH: process.env.PATH ?? '', DATABASE_URL: url };
        const [code] = await once(spawn(process.execPath, [file], { env, stdio: 'ignore' }), 'exit');
        return code as number | null;
      }),
    );
    const applied = await appliedIn(url);
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
  control: async ({ site }) => {
    const url = await emptyDatabase(site, 'migrated_without_lock');
    const options = { type: 'postgres' as const, url, migrations, migrationsTableName: 'aside_migrations' };
    const ends = await Promise.allSettled(
      Array.from({ length: AT_ONCE }, async () => {
        const source = await new DataSource(options).initialize();
        await source.runMigrations({ transaction: 'each' }).finally(() => source.destroy());
      }),
    );
    const refused = ends.filter(({ status }) => status === 'rejected').length;
    return [finding('each ends well', `${refused} of ${AT_ONCE} failed`, refused === 0)];
  },
};

/** What a later version may add while this one runs: the rule of CONTRIBUTING.md is "add first, remove later". */
const laterMigration = `
  ALTER TABLE sessions ADD COLUMN later text NOT NULL DEFAULT 'as it was';
  ALTER TABLE turns ADD COLUMN later integer;
  ALTER TABLE messages ADD COLUMN later jsonb NOT NULL DEFAULT '{}';
  CREATE INDEX turns_later ON turns (later) WHERE later IS NOT NULL;
`;
const takenBack = `
  ALTER TABLE sessions DROP COLUMN later;
  ALTER TABLE turns DROP COLUMN later;
  ALTER TABLE messages DROP COLUMN later;
`;

export const earlyMigration: Scenario = {
  name: 'early-migration',
  title: 'the next version’s migration is applied, and taken back, under load while this version runs on',
  quick: false,
  play: async ({ site, open, size, random, patienceMs }) => {
    await site.model({ repeat: 2, firstTokenMs: 50, tokenMs: 20 });
    const chats = await open(size(60, 20));
    const load = talk(chats, { messages: size(6, 4), spreadMs: 500, random, patienceMs });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await site.postgres.query(laterMigration);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await site.postgres.query(takenBack);
    await load;
    await settle(chats, patienceMs);
    return site.judge(chats);
  },
  control: 'the bare stack has no schema',
};
