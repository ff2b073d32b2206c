import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Nobody works on one for longer than this: its process was killed. */
const maxAgeMs = 10 * 60_000;

/** Removes folders in `home` that a killed process has left half made: those with `prefix` that have grown old. */
export async function removeUnfinished(home: string, prefix: string): Promise<void> {
  for (const name of await readdir(home).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const path = join(home, name);
    const found = await stat(path).catch(() => null);
    if (found && Date.now() - found.mtimeMs > maxAgeMs) await rm(path, { recursive: true, force: true });
  }
}
