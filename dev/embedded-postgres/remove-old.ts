import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Nobody takes longer to make a folder whole: the process that began it was killed. */
export const unfinishedMaxAgeMs = 10 * 60_000;

/** Removes the folders in `home` that have `prefix` and have not changed for `maxAgeMs`. */
export async function removeOld(home: string, prefix: string, maxAgeMs: number): Promise<void> {
  for (const name of await readdir(home).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const path = join(home, name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > maxAgeMs) await rm(path, { recursive: true, force: true });
  }
}
