import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDevLogger } from '../../dev/dev-logger.js';
import { createProgramLog, terminalLine } from '../../dev/program-log.js';

let folder = '';
let terminal: string[] = [];
const toTerminal = (line: string) => void terminal.push(line);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aside-log-test-'));
  terminal = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what a program says', () => {
  test.each([
    ['{"level":"info","msg":"listening"}', null],
    ['{"level":"warn","msg":"slow","err":{"message":"timed out"}}', 'warn  slow (timed out)'],
    ['{"level":"error","msg":"lost"}', 'error lost'],
    ['PORT is not set: set it.', 'PORT is not set: set it.'],
    ['{ not JSON', '{ not JSON'],
    ['', null],
  ])('is on the terminal if it matters: %s', (line, shown) => {
    expect(terminalLine(line)).toBe(shown);
  });

  test('is all in its file, which each start empties', () => {
    createProgramLog(folder, 'server', toTerminal).write('{"level":"info","msg":"of an earlier run"}');
    const log = createProgramLog(folder, 'server', toTerminal);
    log.write('{"level":"info","msg":"listening"}');
    log.write('{"level":"warn","msg":"slow"}');
    log.close();
    log.write('too late');
    expect(readFileSync(log.path, 'utf8')).toBe(
      '{"level":"info","msg":"listening"}\n{"level":"warn","msg":"slow"}\n',
    );
    expect(terminal).toEqual(['server   warn  slow', 'server   too late']);
    expect(statSync(log.path).mode & 0o777).toBe(0o600);
  });

  test('fills its file up to a bound only', () => {
    const log = createProgramLog(folder, 'server', toTerminal);
    const line = `{"msg":"${'x'.repeat(1_000_000)}"}`;
    for (let i = 0; i < 30; i += 1) log.write(line);
    log.close();
    expect(statSync(log.path).size).toBeLessThan(22_000_000);
  });
});

test('what was logged before there was a file is in it as well, and on the terminal once', () => {
  const { logger, writeTo } = createDevLogger(toTerminal);
  logger.debug('early');
  logger.warn('loud');
  const log = createProgramLog(folder, 'dev', toTerminal);
  writeTo(log);
  logger.debug('late');
  log.close();
  const messages = readFileSync(log.path, 'utf8').trim().split('\n');
  expect(messages.map((line) => JSON.parse(line).msg)).toEqual(['early', 'loud', 'late']);
  expect(terminal).toEqual(['warn  loud']);
});
