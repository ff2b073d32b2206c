import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmbeddedPostgres } from '../../dev/embedded-postgres/start.js';

let home = '';
let taken: Server;
let takenPort = '';

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'aside-refusals-test-'));
  chmodSync(home, 0o711);
  taken = createServer((socket) => socket.destroy());
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  takenPort = String(typeof address === 'object' && address ? address.port : 0);
});

afterAll(() => {
  taken.close();
  rmSync(home, { recursive: true, force: true });
});

/** What `npm start` runs, with these settings only. */
async function refusal(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['dist/dev/main.js'], {
    env: { PATH: process.env.PATH, PORT: '0', ASIDE_DATA_DIR: join(home, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, said };
}

async function expectOneSentence(env: Record<string, string>, ...parts: (string | RegExp)[]): Promise<void> {
  const { code, said } = await refusal(env);
  expect(said.trimEnd().split('\n')).toHaveLength(1);
  expect(said).toMatch(/\.\n$/);
  for (const part of parts) expect(said).toMatch(part);
  expect(code).toBe(1);
}

test('a port that is taken is named, with the remedy', async () => {
  await expectOneSentence({ PORT: takenPort }, `PORT ${takenPort} is taken`, 'set PORT to a free port');
});

test('a metrics port that is taken is named, with the remedy', async () => {
  await expectOneSentence(
    { METRICS_PORT: takenPort },
    `METRICS_PORT ${takenPort} is taken`,
    'set METRICS_PORT',
  );
});

test('a DATABASE_URL at which nothing answers is named without its password, with the remedy', async () => {
  const env = { DATABASE_URL: 'postgres://someone:hush@127.0.0.1:1/aside' };
  await expectOneSentence(
    env,
    /^DATABASE_URL \(127\.0\.0\.1:1\/aside\)/,
    'ECONNREFUSED',
    'unset DATABASE_URL',
  );
  expect((await refusal(env)).said).not.toContain('hush');
});

test('a DATABASE_URL at which something else answers is refused too', async () => {
  await expectOneSentence({ DATABASE_URL: `postgres://127.0.0.1:${takenPort}/aside` }, /^DATABASE_URL/);
});

test('a REDIS_URL at which nothing answers is named, with the remedy', async () => {
  await expectOneSentence(
    { REDIS_URL: 'redis://127.0.0.1:1' },
    /^REDIS_URL \(127\.0\.0\.1:1\)/,
    'unset REDIS_URL',
  );
});

test('a setting that is not valid is named', async () => {
  await expectOneSentence({ PORT: 'eighty' }, /^PORT /);
  await expectOneSentence({ WORKER_CONCURRENCY: '0' }, /^WORKER_CONCURRENCY /);
});

test('production is sent to the Procfile', async () => {
  await expectOneSentence({ NODE_ENV: 'production' }, 'NODE_ENV is production', 'Procfile');
});

test('a data folder that another run uses is named, with the setting', async () => {
  const other = await startEmbeddedPostgres({ dataDir: join(home, 'data', 'postgres'), durable: false });
  try {
    await expectOneSentence({}, 'in use by another run', 'set ASIDE_DATA_DIR');
  } finally {
    await other.stop();
  }
});

test('a data folder that cannot be made is named, with the setting', async () => {
  await expectOneSentence({ ASIDE_DATA_DIR: '/dev/null/data' }, '/dev/null/data', 'set ASIDE_DATA_DIR');
});
