import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigError } from '../../core/config.js';
import { compileData, readData } from '../../core/data-file.js';

let folder: string;
let file: URL;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aside-data-'));
  file = pathToFileURL(join(folder, 'things.yaml'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (yaml: string) => writeFileSync(file, yaml);

describe('a data file', () => {
  test('is read with or without what the build left beside it', () => {
    write('things: [one, two]');
    expect(readData(file)).toEqual({ things: ['one', 'two'] });
    compileData(file);
    expect(readData(file)).toEqual({ things: ['one', 'two'] });
  });

  test('is taken from beside, which is quicker, while it is the same', () => {
    write('things: [one]');
    compileData(file);
    const beside = `${folder}/things.yaml.json`;
    writeFileSync(beside, readFileSync(beside, 'utf8').replace('one', 'two'));
    expect(readData(file)).toEqual({ things: ['two'] });
  });

  test('that was edited after the build is read again', () => {
    write('things: [one]');
    compileData(file);
    write('things: [three]');
    expect(readData(file)).toEqual({ things: ['three'] });
  });

  test('that is no YAML, or not there, is told in one sentence', () => {
    write('things: [');
    expect(() => readData(file)).toThrow(ConfigError);
    expect(() => readData(file)).toThrow(/^\S+things\.yaml cannot be read: [^\n]+\.$/);
    rmSync(file);
    expect(() => readData(file)).toThrow(/things\.yaml cannot be read: ENOENT/);
  });
});
