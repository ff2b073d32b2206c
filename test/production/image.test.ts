import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { copiedByImage } from './image.js';

describe('the image', () => {
  test('holds nothing of what development and tests need', async () => {
    const places = (await copiedByImage()).map(([, to]) => to.replace(/^\.\//, ''));
    expect(places.sort()).toEqual([
      'LICENSE',
      'dist/client/core/limits.js',
      'dist/client/core/stream-limits.js',
      'dist/client/widget.js',
      'dist/core',
      'dist/doctor',
      'dist/migrations',
      'dist/server',
      'dist/worker',
      'node_modules',
      'package.json',
    ]);
  });

  test('runs as an ordinary user, in production', async () => {
    const lastStage = (await readFile('deploy/Dockerfile', 'utf8')).split(/^FROM /m).at(-1) ?? '';
    expect(lastStage).toMatch(/^USER node$/m);
    expect(lastStage).toMatch(/^ENV NODE_ENV=production /m);
  });

  test('can be built from what .dockerignore lets through', async () => {
    const context = await mkdtemp(join(tmpdir(), 'aside-context-'));
    try {
      const allowed = (await readFile('.dockerignore', 'utf8')).matchAll(/^!(.+)$/gm);
      for (const [, path = ''] of allowed) await cp(path, join(context, path), { recursive: true });
      await symlink(resolve('node_modules'), join(context, 'node_modules'));
      await promisify(execFile)(process.execPath, ['scripts/build.mjs'], { cwd: context });

      const built = (await copiedByImage()).map(([from]) => from);
      expect(built.filter((path) => !existsSync(join(context, path)))).toEqual([]);
    } finally {
      await rm(context, { recursive: true, force: true });
    }
  });
});
