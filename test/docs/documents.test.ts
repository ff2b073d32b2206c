import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withBoundsTable } from '../../scripts/bounds-table.js';
import { withConfigurationTable } from '../../scripts/configuration-table.js';

const underDocs = (await readdir('docs', { recursive: true })).map((path) => join('docs', path));
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'client/README.md', ...underDocs].filter(
  (path) => path.endsWith('.md'),
);
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));

describe.each(documents)('%s', (path) => {
  const text = readFileSync(path, 'utf8');

  test('names npm commands that exist', () => {
    const named = [...text.matchAll(/\bnpm (?:run (?<run>[\w:]+)|(?<short>start|test)\b)/g)];
    const missing = named
      .map(({ groups }) => groups?.run ?? groups?.short ?? '')
      .filter((name) => !scripts[name]);
    expect(missing).toEqual([]);
  });

  test('links to files that exist', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]+)/g)].map(
      ([, target]) => target ?? '',
    );
    expect(targets.filter((target) => !existsSync(join(dirname(path), target)))).toEqual([]);
  });

  test('names files and folders of this repository that exist', () => {
    const folders = '(?:core|server|worker|doctor|client|migrations|dev|deploy|bench|docs|test|scripts)';
    const named = [...text.matchAll(new RegExp(`\`(${folders}/[\\w./-]*)\``, 'g'))].map(
      ([, file]) => file ?? '',
    );
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });
});

test.each(['README.md', 'docs/configuration.md'])('the configuration table of %s is up to date', (path) => {
  const text = readFileSync(path, 'utf8');
  expect(withConfigurationTable(text)).toBe(text);
});

test('the table of docs/bounds.md is up to date', () => {
  const text = readFileSync('docs/bounds.md', 'utf8');
  expect(withBoundsTable(text)).toBe(text);
});
