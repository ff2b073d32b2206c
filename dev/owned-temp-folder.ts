import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from './start-error.js';

/**
 * A folder under the temp folder that this user owns and others can pass through but not write to. Programs are run
 * from it, so one that somebody else has put there first is refused.
 */
export function ownedTempFolder(): string {
  const uid = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `aside-${uid}`);
  try {
    mkdirSync(folder, { mode: 0o711 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new StartError(`TMPDIR (${tmpdir()}) cannot be written to: set it to a folder that can be.`, {
        cause: error,
      });
    }
  }
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o022) !== 0) {
    throw new StartError(
      `The folder ${folder} belongs to somebody else or is open to all: remove it, or set TMPDIR to another folder.`,
    );
  }
  return folder;
}
