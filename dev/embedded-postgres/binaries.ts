import { randomUUID } from 'node:crypto';
import { constants, existsSync, readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rename, rm, symlink, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ownedTempFolder } from '../owned-temp-folder.js';
import { StartError } from '../start-error.js';
import { type Account, runAs } from './account.js';
import type { NativePostgres } from './platform.js';
import { removeOld, unfinishedMaxAgeMs } from './remove-old.js';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Copies of versions that nobody has started for this long are removed. */
const unusedMaxAgeMs = 30 * 24 * 60 * 60_000;

/**
 * Programs that `account` can run: those in node_modules, or a copy of them under the temp folder where that folder
 * is closed to it. Any number of processes may do this at once.
 */
export async function prepareBinaries(
  native: NativePostgres,
  account: Account | null,
  homeOfCopies: () => string = ownedTempFolder,
): Promise<Binaries> {
  await makeSymlinks(native.folder, native.folder).catch(() => undefined);
  const installed = binariesIn(native.folder);
  if ((await whyNotRunnable(installed, account)) === null) return installed;

  const copied = binariesIn(await copyForOthers(native, homeOfCopies()));
  const reason = await whyNotRunnable(copied, account);
  if (reason === null) return copied;
  throw new StartError(
    `The embedded PostgreSQL does not run here (${reason}): set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

function binariesIn(folder: string): Binaries {
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

/** Both programs are asked, because each needs other libraries. Null when they run. */
async function whyNotRunnable(
  { initdb, postgres }: Binaries,
  account: Account | null,
): Promise<string | null> {
  const answers = await Promise.all([initdb, postgres].map((file) => runAs(account, file, ['--version'])));
  const failed = answers.find(({ code }) => code !== 0);
  return failed ? failed.output.replaceAll(/\s+/g, ' ').slice(0, 200) || `exit code ${failed.code}` : null;
}

/**
 * npm packages cannot carry symbolic links; the package lists them in a file for an install script to make. Where
 * install scripts are blocked, nobody has.
 */
async function makeSymlinks(listedIn: string, root: string): Promise<void> {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(listedIn, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = join(dirname(root), target);
    if (existsSync(link)) continue;
    await symlink(basename(source), link).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** The copy is made beside its place and renamed into it, so that nobody runs half of one. */
async function copyForOthers({ folder, version }: NativePostgres, home: string): Promise<string> {
  // A published version never changes, so one copy serves every checkout.
  const place = join(home, `programs-${version}-${process.arch}`);
  const copy = join(place, 'native');
  if (existsSync(copy)) {
    const now = new Date();
    await utimes(place, now, now);
    return copy;
  }

  await removeOld(home, 'unfinished-', unfinishedMaxAgeMs);
  await removeOld(home, 'programs-', unusedMaxAgeMs);
  const unfinished = join(home, `unfinished-${randomUUID()}`);
  try {
    await copyTree(folder, join(unfinished, 'native'));
    await chmod(unfinished, 0o755);
    await makeSymlinks(folder, join(unfinished, 'native'));
    await rename(unfinished, place);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** What a running server never reads (static libraries, headers, build files) is left out. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o755 });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (/\.a$|^(?:include|pgxs|pkgconfig)$/.test(entry.name)) continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isFile()) {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, from.endsWith('bin') ? 0o755 : 0o644);
    }
  }
}
