import { createHash, randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ownedTempFolder } from './owned-temp-folder.js';
import { StartError } from './start-error.js';

/**
 * The folder that `npm start` keeps across runs: `ASIDE_DATA_DIR`, else `.aside` in the checkout, else (in a checkout
 * that cannot be written to) one under the temp folder.
 */
export function openStateFolder(checkout: string, asked: string | undefined): string {
  if (asked) return makeFolder(resolve(asked));
  const usual = join(checkout, '.aside');
  try {
    return makeFolder(usual);
  } catch (error) {
    const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code;
    const alreadyThere = code !== 'EROFS' && exists(usual);
    if (alreadyThere) throw error;
    const key = createHash('sha256').update(checkout).digest('hex').slice(0, 16);
    return makeFolder(join(ownedTempFolder(), `state-${key}`));
  }
}

function makeFolder(folder: string): string {
  try {
    // Others may pass through, because PostgreSQL runs as another user when root starts it; they cannot look in.
    if (mkdirSync(folder, { recursive: true })) chmodSync(folder, 0o711);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} cannot be written to: start as the user it belongs to, or set ASIDE_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

function exists(folder: string): boolean {
  try {
    accessSync(folder, constants.F_OK);
    return true;
  } catch {
    return false;
  }
}

/** A secret that only this user can read, made on the first run: tokens stay good across restarts. */
export function keptSecret(folder: string, name: string): string {
  const path = join(folder, name);
  try {
    writeFileSync(path, `${randomBytes(48).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
}
