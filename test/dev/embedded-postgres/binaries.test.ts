import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { chooseAccount, runAs } from '../../../dev/embedded-postgres/account.js';
import { prepareBinaries } from '../../../dev/embedded-postgres/binaries.js';
import { findNativePostgres, type NativePostgres } from '../../../dev/embedded-postgres/platform.js';

const installed = findNativePostgres();
const account = chooseAccount('/nowhere');
const asRoot = process.getuid?.() === 0;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What npm unpacks where install scripts are blocked: no links. Also a folder of its own for copies. */
function withoutLinks(mode: number): { native: NativePostgres; copies: string } {
  const home = mkdtempSync(join(tmpdir(), 'aside-binaries-test-'));
  folders.push(home);
  const copies = join(home, 'copies');
  mkdirSync(copies);
  chmodSync(copies, 0o711);
  const folder = join(home, 'closed', 'native');
  cpSync(installed.folder, folder, {
    recursive: true,
    filter: (source) => !isLink(source) && !/\/(?:pgxs|include)$|\.a$/.test(source),
  });
  chmodSync(join(home, 'closed'), mode);
  chmodSync(home, 0o711);
  return { native: { folder, version: installed.version }, copies };
}

function isLink(path: string): boolean {
  try {
    return readlinkSync(path) !== '';
  } catch {
    return false;
  }
}

test('makes the links that a blocked install script has not made', async () => {
  const { native } = withoutLinks(0o711);
  const { initdb, postgres } = await prepareBinaries(native, account);
  expect(postgres.startsWith(native.folder)).toBe(true);
  expect((await runAs(account, initdb, ['--version'])).code).toBe(0);
});

(asRoot ? test : test.skip)(
  'copies the programs once for a user who cannot reach them, whoever asks at the same time',
  async () => {
    const { native, copies } = withoutLinks(0o700);
    const all = await Promise.all([1, 2, 3, 4].map(() => prepareBinaries(native, account, () => copies)));
    for (const { initdb, postgres } of all) {
      expect(postgres).toBe(all[0]?.postgres);
      expect(postgres.startsWith(native.folder)).toBe(false);
      expect((await runAs(account, initdb, ['--version'])).code).toBe(0);
    }
    expect(readdirSync(copies)).toHaveLength(1);
  },
);
