import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../../core/config.js';
import { loadTemplates } from '../../../worker/prompt/load-templates.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aside-templates-'));
  cpSync('worker/prompt/templates', folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const load = () => loadTemplates(pathToFileURL(`${folder}/`));
const edit = (file: string, from: string | RegExp, to: string) => {
  const path = join(folder, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
};

describe('the template files', () => {
  test('are those that are shipped; a new answer template is one more file', () => {
    expect(load()).toEqual(loadTemplates());
    const haiku = { version: 3, cites: false, temperature: 1, instructions: 'Answer in three lines.' };
    writeFileSync(join(folder, 'answers/haiku.yaml'), JSON.stringify(haiku));
    expect(load().answers.haiku).toEqual({ ...haiku, tools: [] });
  });

  test.each([
    ['answers/cost.yaml', 'version: 2', 'version: one', 'version'],
    ['answers/cost.yaml', 'cites:', 'sites:', 'cites'],
    ['common.yaml', /\{canary\}/, 'canary', 'secrecy: must hold {canary}'],
    ['common.yaml', 'fr: Answer in French.', '', 'answerIn.fr'],
    ['title.yaml', 'maxTokens: 40', 'maxTokens: 4000', 'maxTokens'],
    ['summary.yaml', 'version: 1', 'version: [1', 'cannot be read'],
  ])('that are wrong are one sentence with file and field: %s, %s', (file, from, to, says) => {
    edit(file, from, to);
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(new RegExp(`^\\S*${file}\\b[^\n]*\\.$`));
    expect(load).toThrow(says);
  });

  test('that is missing is told by its path', () => {
    rmSync(join(folder, 'common.yaml'));
    expect(load).toThrow(/common\.yaml cannot be read: ENOENT/);
  });
});
