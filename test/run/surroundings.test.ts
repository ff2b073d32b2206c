import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runNode } from './surroundings.js';

test('an interrupted run leaves none of what it started behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aside-interrupted-'));
  const path = join(folder, 'socket');
  const server = createServer();
  await once(server.listen(path), 'listening');
  // What it started is seen by its connection, which ends with it, however late its number is given back.
  const forever = `process.on('SIGTERM', () => {}); require('node:net').connect(${JSON.stringify(path)})`;
  const script = `
    require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(forever)}]);
    setInterval(() => {}, 1_000)`;
  const interruption = new AbortController();
  const started = once(server, 'connection');
  const run = runNode(['-e', script], process.env, interruption.signal);
  const [grandchild] = (await started) as [Socket];
  const ended = once(grandchild.resume(), 'close');

  interruption.abort();
  expect(await run).not.toBe(0);
  await ended;
  server.close();
  await rm(folder, { recursive: true });
});
