import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../start-error.js';
import { type Account, runAs } from './account.js';
import type { Binaries } from './binaries.js';
import { removeOld, unfinishedMaxAgeMs } from './remove-old.js';

/** PostgreSQL's files and the password of its one user, in one folder. */
export interface Cluster {
  /** PostgreSQL's own folder, of its account, mode 0700. */
  pgdata: string;
  password: string;
}

export const clusterUser = 'aside';

/**
 * Opens the cluster in `folder`, and makes it first where there is none. It is made beside its place and renamed into
 * it, so that a run which is killed meanwhile leaves no half cluster, and of two runs at once one wins.
 */
export async function openCluster(
  folder: string,
  binaries: Binaries,
  account: Account | null,
  durable: boolean,
): Promise<Cluster> {
  if (!existsSync(join(folder, 'pgdata'))) {
    await removeOld(dirname(folder), `${basename(folder)}.new-`, unfinishedMaxAgeMs);
    await makeCluster(folder, binaries, account, durable);
  }
  return { pgdata: join(folder, 'pgdata'), password: readClusterFile(folder, 'password') };
}

export function readClusterFile(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8').trim();
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} belongs to another user or is damaged: set ASIDE_DATA_DIR to another folder, or remove that one.`,
      { cause: error },
    );
  }
}

async function makeCluster(
  folder: string,
  binaries: Binaries,
  account: Account | null,
  durable: boolean,
): Promise<void> {
  const unfinished = `${folder}.new-${randomUUID()}`;
  const pgdata = join(unfinished, 'pgdata');
  const passwordForInitdb = join(unfinished, 'password-for-initdb');
  const password = randomBytes(24).toString('base64url');
  try {
    await mkdir(unfinished, { recursive: true });
    // PostgreSQL's account passes through; it can neither list the folder nor read the password in it.
    await chmod(unfinished, 0o711);
    await mkdir(pgdata, { mode: 0o700 });
    for (const file of ['password', 'password-for-initdb']) {
      await writeFile(join(unfinished, file), `${password}\n`, { mode: 0o600 });
    }
    if (account) {
      await chown(pgdata, account.uid, account.gid);
      await chown(passwordForInitdb, account.uid, account.gid);
    }
    const { code, output } = await runAs(account, binaries.initdb, [
      `--pgdata=${pgdata}`,
      `--username=${clusterUser}`,
      `--pwfile=${passwordForInitdb}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      ...localeOptions(),
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ]);
    if (code !== 0) {
      throw new StartError(
        `The embedded PostgreSQL could not make its data folder (${lastLine(output)}): set DATABASE_URL to a PostgreSQL of your own, or ASIDE_DATA_DIR to another folder.`,
        { cause: new Error(output) },
      );
    }
    await rm(passwordForInitdb);
    await rename(unfinished, folder).catch((error) => {
      if (!existsSync(join(folder, 'pgdata'))) throw error;
    });
  } catch (error) {
    throw asStartError(error, dirname(folder));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** macOS has no C.UTF-8 of its own; PostgreSQL's built-in one sorts and folds the same way. */
function localeOptions(): string[] {
  if (process.platform !== 'darwin') return ['--locale=C.UTF-8'];
  return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
}

function lastLine(output: string): string {
  return output.split('\n').at(-1)?.trim() || 'it said nothing';
}

function asStartError(error: unknown, parent: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS' && code !== 'ENOSPC') return error;
  return new StartError(
    `The data folder ${parent} cannot be written to (${code}): set ASIDE_DATA_DIR to another folder.`,
    {
      cause: error,
    },
  );
}
