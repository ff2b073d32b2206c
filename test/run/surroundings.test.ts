import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { runNode } from './surroundings.js';

test('an interrupted run leaves none of what it started behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aside-interrupted-'));
  const note = join(folder, 'grandchild');
  const forever = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1_000)';
  const script = `
    const { pid } = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(forever)}]);
    require('node:fs').writeFileSync(${JSON.stringify(note)}, String(pid));
    setInterval(() => {}, 1_000)`;
  const interruption = new AbortController();
  const run = runNode(['-e', script], process.env, interruption.signal);
  await eventually('it has started something', () => existsSync(note));
  const grandchild = Number(await readFile(note, 'utf8'));

  interruption.abort();
  expect(await run).not.toBe(0);
  await eventually('that has ended too', () => !isRunning(grandchild));
  await rm(folder, { recursive: true });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
