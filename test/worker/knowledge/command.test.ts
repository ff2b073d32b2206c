import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

const document = (text: string) =>
  `---\nid: nat\ntitle: NAT gateways\npath: Cost › NAT\nlanguage: en\n---\n\n# NAT gateways\n\n${text}\n`;

describe('the command that fills the knowledge base', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    folder = await mkdtemp(join(tmpdir(), 'aside-kb-'));
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['dist/worker/knowledge/main.js', ...args], {
      env: { PATH: process.env.PATH, DATABASE_URL: database.url },
    }).then(
      ({ stdout }) => ({ code: 0, said: stdout.trim() }),
      (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr.trim() }),
    );

  test('adds a folder and tells of each file, names what is there and takes it out again', async () => {
    await writeFile(join(folder, 'nat.md'), document('A NAT gateway has two meters.'));
    expect(await run('add', folder)).toEqual({
      code: 0,
      said: 'added      nat.md\n1 added, 0 updated, 0 unchanged.',
    });
    await writeFile(join(folder, 'empty.txt'), '');
    expect(await run('add', folder)).toEqual({ code: 1, said: 'refused    empty.txt: holds no text' });
    expect(await run('list')).toEqual({ code: 0, said: 'nat  en  ready  1 chunks  NAT gateways' });
    expect(await run('remove', 'nat')).toEqual({ code: 0, said: '1 removed.' });
    expect(await run('remove', 'nat')).toEqual({ code: 1, said: 'There is no document nat.' });
  });

  test('refuses in one sentence what it cannot do', async () => {
    expect(await run()).toMatchObject({ code: 1, said: expect.stringMatching(/^Say what to do: [^\n]*$/) });
    expect(await run('add', join(folder, 'none'))).toMatchObject({
      code: 1,
      said: expect.stringContaining('not a folder'),
    });
  });
});
