import { execFile } from 'node:child_process';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase | null = null;
afterEach(async () => {
  await database?.drop();
  database = null;
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** The Procfile's `release`, with nothing in its environment but what is given. */
function release(env: Record<string, string>, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['dist/migrations/main.js', ...args],
      { env: { NODE_ENV: 'production', ...env } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

async function tables(of: TestDatabase): Promise<string[]> {
  const rows = await of.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

describe('release', () => {
  test('names what it applied, and the second time finds nothing left to do', async () => {
    database = await createTestDatabase();
    const first = await release({ DATABASE_URL: database.url });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('Applied Initial1764000000001.');
    expect(await release({ DATABASE_URL: database.url })).toEqual({
      code: 0,
      stdout: 'The database is up to date.\n',
      stderr: '',
    });
  });

  test('five at once leave one result', async () => {
    const alone = await createTestDatabase();
    await release({ DATABASE_URL: alone.url });
    const expected = await tables(alone);
    await alone.drop();

    database = await createTestDatabase();
    const env = { DATABASE_URL: database.url };
    const ended = await Promise.all([1, 2, 3, 4, 5].map(() => release(env)));
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      Array.from({ length: 5 }, () => ({ code: 0, stderr: '' })),
    );
    const applied = ended.flatMap(({ stdout }) => stdout.match(/^Applied .*$/gm) ?? []);
    expect(new Set(applied).size).toBe(applied.length);
    expect(await tables(database)).toEqual(expected);
    const rows = await database.query<{ name: string }>('SELECT name FROM aside_migrations ORDER BY id');
    const moment = (name: string) => Number(/\d{10,}/.exec(name)?.[0]);
    expect(rows.map(({ name }) => `Applied ${name}.`)).toEqual(applied.sort((a, b) => moment(a) - moment(b)));
  });

  test('down takes back one migration at a time, and up puts it on again', async () => {
    database = await createTestDatabase();
    const env = { DATABASE_URL: database.url };
    await release(env);
    const full = await tables(database);
    const count = async () => (await database?.query('SELECT name FROM aside_migrations'))?.length ?? 0;

    const applied = await count();
    for (let left = applied - 1; left >= 0; left -= 1) {
      expect(await release(env, 'down')).toMatchObject({ code: 0, stderr: '' });
      expect(await count()).toBe(left);
    }
    expect((await tables(database)).filter((name) => /sessions|messages|turns/.test(name))).toEqual([]);
    expect(await release(env)).toMatchObject({ code: 0, stderr: '' });
    expect(await tables(database)).toEqual(full);
  });

  test.each([
    ['no DATABASE_URL', {}, [], /^DATABASE_URL is not set: set it to PostgreSQL[^\n]*\.\n$/],
    [
      'another kind of address',
      { DATABASE_URL: 'mysql://x/y' },
      [],
      /^DATABASE_URL must start with [^\n]*\n$/,
    ],
    [
      'a database that does not answer',
      { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/x' },
      [],
      /^DATABASE_URL does not answer \((?!.*secret)[^\n]*\.\n$/,
    ],
    [
      'another direction',
      { DATABASE_URL: 'postgres://127.0.0.1:1/x' },
      ['sideways'],
      /^sideways is no [^\n]*\n$/,
    ],
  ])('%s ends in one sentence and exit code 1', async (_name, env, args, sentence) => {
    const { code, stdout, stderr } = await release(env, ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
  });
});
