import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aside-boundaries-'));
  await write({
    'package.json': '{"dependencies":{"zod":"*"},"devDependencies":{"react":"*"}}',
    'node_modules/zod/index.js': '',
    'node_modules/react/index.js': '',
  });
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/** Each rule that is broken, and the file that breaks it. */
function broken(): Promise<string[]> {
  return new Promise((settle) => {
    execFile(
      process.execPath,
      [resolve('scripts/boundaries.mjs')],
      { cwd: root },
      (_error, _stdout, stderr) => {
        const found = [...stderr.matchAll(/^([a-z-]+: \S+) -> /gm)].map(([, name]) => name ?? '');
        settle(found.sort());
      },
    );
  });
}

describe('the boundaries', () => {
  test('let programs through that keep to the arrows', async () => {
    await write({
      'core/contracts/a.ts': `import { z } from 'zod'; export const a = z; export type A = 1;`,
      'core/domain/b.ts': `import { a } from '../contracts/a.js'; export const b = a;`,
      'core/store/c.ts': `import { b } from '../domain/b.js'; export const c = b;`,
      'core/backplane/redis/r.ts': 'export const r = 1;',
      'server/main.ts': `import { s } from './compose.js'; s;`,
      'server/compose.ts': `import { r } from '../core/backplane/redis/r.js'; export const s = r;`,
      'worker/w.ts': `import { c } from '../core/store/c.js'; c;`,
      'core/text/citation.ts': 'export const cited = 1;',
      'client/v.tsx': `import type { A } from '../core/contracts/a.js'; import 'react'; export const v = <b>{1 as A}</b>;`,
      'client/cite.ts': `import { cited } from '../core/text/citation.js'; export const c = cited;`,
      'dev/main.ts': `import '../server/main.js'; import '../worker/w.js';`,
    });
    expect(await broken()).toEqual([]);
  });

  test('stop every import against them, also one of types only', async () => {
    const x = 'export const x = 1; export type X = 1;';
    const type = (from: string) => `import type { X } from '${from}'; export const y: X = 1;`;
    const value = (from: string) => `import { x } from '${from}'; export const y = x;`;
    await write({
      'core/x.ts': x,
      'core/contracts/x.ts': x,
      'core/store/x.ts': x,
      'core/backplane/x.ts': x,
      'core/backplane/redis/x.ts': x,
      'server/x.ts': x,
      'server/compose.ts': x,
      'worker/x.ts': x,
      'dev/x.ts': x,
      'test/x.ts': x,
      'core/contracts/node.ts': `import 'node:fs';`,
      'core/contracts/type.ts': type('../x.js'),
      'core/domain/store.ts': value('../store/x.js'),
      'core/store/server.ts': type('../../server/x.js'),
      'core/store/backplane.ts': value('../backplane/x.js'),
      'core/lazy.ts': `export const lazy = () => import('../test/x.js');`,
      'server/adapter.ts': value('../core/backplane/redis/x.js'),
      'server/cycle-a.ts': value('./cycle-b.js'),
      'server/cycle-b.ts': type('./cycle-a.js'),
      'server/compose-too.ts': value('./compose.js'),
      'server/lost.ts': value('./nowhere.js'),
      'server/react.ts': `import 'react';`,
      'server/worker.ts': type('../worker/x.js'),
      'worker/dev.ts': value('../dev/x.js'),
      'client/element.tsx': `import { x } from '../core/contracts/x.js'; export const y = <b>{x}</b>;`,
      'core/text/citation.ts': value('../x.js'),
      'client/core.ts': type('../core/x.js'),
      'client/node.ts': `import 'node:fs';`,
      'client/server.tsx': `import { x } from '../server/x.js'; export const y = <b>{x}</b>;`,
    });
    expect(await broken()).toEqual([
      'citations-know-nothing: core/text/citation.ts',
      'client-knows-contracts-only: client/core.ts',
      'client-runs-in-browsers: client/node.ts',
      'client-takes-types-only: client/element.tsx',
      'compose-chooses-adapters: server/adapter.ts',
      'contracts-know-zod-only: core/contracts/node.ts',
      'contracts-know-zod-only: core/contracts/type.ts',
      'core-is-below-the-programs: core/store/server.ts',
      'domain-is-pure: core/domain/store.ts',
      'imports-resolve: server/lost.ts',
      'no-cycles: server/cycle-a.ts',
      'only-mains-compose: server/compose-too.ts',
      'production-installs-what-it-imports: server/react.ts',
      'production-knows-production-only: core/lazy.ts',
      'production-knows-production-only: worker/dev.ts',
      'programs-are-apart: client/server.tsx',
      'programs-are-apart: server/worker.ts',
      'store-and-backplane-are-apart: core/store/backplane.ts',
    ]);
  });
});
