import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { keptSecret, openStateFolder } from '../../dev/state-folder.js';

let checkout = '';

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'aside-state-test-'));
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

test('is .aside in the checkout, which others can pass but not look into', () => {
  const folder = openStateFolder(checkout, undefined);
  expect(folder).toBe(join(checkout, '.aside'));
  expect(statSync(folder).mode & 0o777).toBe(0o711);
  expect(openStateFolder(checkout, undefined)).toBe(folder);
});

test('is the folder that ASIDE_DATA_DIR names, made with its parents', () => {
  const asked = join(checkout, 'some', 'where');
  expect(openStateFolder(checkout, asked)).toBe(asked);
  expect(statSync(asked).isDirectory()).toBe(true);
});

test('is refused, not replaced, where something else has its name', () => {
  writeFileSync(join(checkout, '.aside'), '');
  expect(() => openStateFolder(checkout, undefined)).toThrow(/cannot be written to: .*ASIDE_DATA_DIR/);
});

test('keeps a secret that only this user can read, the same at each start', () => {
  mkdirSync(join(checkout, 'state'));
  const secret = keptSecret(join(checkout, 'state'), 'jwt-secret');
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(keptSecret(join(checkout, 'state'), 'jwt-secret')).toBe(secret);
  expect(statSync(join(checkout, 'state', 'jwt-secret')).mode & 0o777).toBe(0o600);
});
