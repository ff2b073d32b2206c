import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Site } from './site/site.js';

/** Remembers where the programs' logs stand; the result writes what came since into a new folder and names it. */
export function startKeepingLogs(site: Site): () => Promise<string> {
  const marks = [...site.servers, ...site.workers].map((member) => ({ member, since: member.mark() }));
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aside-chaos-'));
    for (const { member, since } of marks)
      await writeFile(
        join(folder, `${member.name.replace(' ', '-')}.log`),
        member.linesSince(since).join('\n'),
      );
    return folder;
  };
}
