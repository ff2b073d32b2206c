import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A folder with what the image holds, and nothing else of this checkout. */
export interface Image {
  folder: string;
  remove(): Promise<void>;
}

/** Does what the last stage of deploy/Dockerfile does, so that what it leaves out is missing here too. */
export async function assembleImage(): Promise<Image> {
  const folder = await mkdtemp(join(tmpdir(), 'aside-image-'));
  for (const [from, to] of await copiedByImage()) {
    await mkdir(dirname(join(folder, to)), { recursive: true });
    if (from === 'node_modules') await linkProductionPackages(join(folder, to));
    else await cp(from, join(folder, to), { recursive: true });
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Source and place of every COPY of the last stage, from the checkout's and the image's root. */
export async function copiedByImage(): Promise<[string, string][]> {
  const lastStage = (await readFile('deploy/Dockerfile', 'utf8')).split(/^FROM /m).at(-1) ?? '';
  return [...lastStage.matchAll(/^COPY (?:--from=\w+ )?(.*) (\S+)$/gm)].flatMap(
    ([, sources = '', target = '']) =>
      sources.split(' ').map((source): [string, string] => {
        const path = source.replace(/^\/app\//, '');
        return [path, target.endsWith('/') ? join(target, path) : target];
      }),
  );
}

/** What `npm ci --omit=dev` installs: our own code finds nothing else. */
async function linkProductionPackages(target: string): Promise<void> {
  const lock: { packages: Record<string, { dev?: boolean; devOptional?: boolean }> } = JSON.parse(
    await readFile('package-lock.json', 'utf8'),
  );
  for (const [path, { dev, devOptional }] of Object.entries(lock.packages)) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    if (!name || dev || devOptional) continue;
    await mkdir(dirname(join(target, name)), { recursive: true });
    await symlink(resolve(path), join(target, name));
  }
}
