import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What Git keeps of this repository, as it is now, in a folder of its own under the temp folder. */
export interface Checkout {
  folder: string;
  /** Removes it with all that was made in it. */
  remove(): void;
}

/** A fresh clone with dependencies installed, of which nothing is built and nothing has run. */
export function cloneRepository(): Checkout {
  const { home, folder } = newHome();
  const files = execFileSync('git', ['ls-files', '-z', '--cached'], {
    encoding: 'utf8',
    maxBuffer: 32_000_000,
  });
  // A file that is removed but not yet from the index is no part of it any more.
  for (const file of files.split('\0').filter((name) => name && existsSync(name))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(file, join(folder, file));
  }
  linkTree('node_modules', join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Makes it another user's, or closes the folder it is in to others. What was run in it has left nothing. */
export function handOver({ folder }: Checkout, options: { owner: number; mode?: number }): void {
  rmSync(join(folder, '.aside'), { recursive: true, force: true });
  const { owner } = options;
  const home = dirname(folder);
  // The files of packages are shared with this repository, so only their folder may change its owner.
  for (const path of [home, folder, join(folder, 'node_modules'), ...ownFiles(folder)]) {
    chownSync(path, owner, owner);
  }
  chmodSync(home, options.mode ?? 0o755);
}

function newHome(): { home: string; folder: string } {
  const home = mkdtempSync(join(tmpdir(), 'aside-checkout-'));
  chmodSync(home, 0o755);
  const folder = join(home, 'aside');
  mkdirSync(folder);
  return { home, folder };
}

/** Hard links are enough, and fast; across file systems it has to be a copy. */
function linkTree(from: string, to: string): void {
  try {
    execFileSync('cp', ['-Rl', from, to], { stdio: 'ignore' });
  } catch {
    rmSync(to, { recursive: true, force: true });
    execFileSync('cp', ['-RP', from, to]);
  }
}

function ownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules') return [];
    return entry.isDirectory() ? [path, ...ownFiles(path)] : [path];
  });
}
