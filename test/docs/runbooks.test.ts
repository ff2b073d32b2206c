import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { parse } from 'yaml';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const folder = join('docs', 'runbooks');
const pages = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
const sources = ['core', 'server', 'worker', 'migrations']
  .flatMap((top) => readdirSync(top, { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)))
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');

const quoted = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found ?? '');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
});
afterAll(() => database?.drop());

describe.each(pages)('the runbook $file', ({ text }) => {
  test('has only SQL that this schema takes', async () => {
    for (const sql of quoted(text, /```sql\n([\s\S]*?)```/g)) await database.query(sql);
  });

  test('quotes log lines that the programs write', () => {
    const lines = quoted(text, /"msg":"([^"]+)"/g);
    expect(lines.filter((line) => !sources.includes(`'${line}'`))).toEqual([]);
  });

  test('names metrics that the programs have', async () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const known = (await registry.metrics()) + sources;
    const named = quoted(text, /`((?:aside|nodejs|process)_\w+)`/g);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('names services of the compose file and codes of the error table', () => {
    const { services }: { services: Record<string, unknown> } = parse(
      readFileSync('docker-compose.yml', 'utf8'),
    );
    const named = quoted(text, /docker compose (?:exec|restart|stop|ps) ([a-z]+)/g);
    expect(named.filter((name) => !(name in services))).toEqual([]);
    const codes = quoted(text, /`((?:MODEL|TURN|SERVICE)_[A-Z_]+)`/g);
    expect(codes.filter((code) => !sources.includes(`${code}: {`))).toEqual([]);
  });
});

test('the runbooks are all in their index', () => {
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  const others = pages.map(({ file }) => file).filter((file) => file !== 'README.md');
  expect(others.filter((file) => !index.includes(`(${file})`))).toEqual([]);
});
