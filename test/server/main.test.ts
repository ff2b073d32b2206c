import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { startProgram } from '../support/processes.js';
import { testJwt } from '../support/tokens.js';

let database: TestDatabase;
let occupant: Server;
let takenPort: string;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  // Takes connections and says nothing: a port that is in use, and a database that does not answer.
  occupant = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  takenPort = String((occupant.address() as AddressInfo).port);
});
afterAll(async () => {
  occupant.close();
  await database.drop();
});

const settings = () => ({
  PORT: '0',
  METRICS_PORT: '0',
  DATABASE_URL: database.url,
  JWT_ISSUER: testJwt.issuer,
  JWT_AUDIENCE: testJwt.audience,
  JWT_SECRET: testJwt.secret,
});

async function runToItsEnd(changes: Record<string, string>) {
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    env: { PATH: process.env.PATH ?? '', ...settings(), ...changes },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

test.each([
  ['the port is taken', 'PORT', () => ({ PORT: takenPort })],
  ['the port of the metrics is taken', 'METRICS_PORT', () => ({ METRICS_PORT: takenPort })],
  ['the address is not of this machine', 'HOST', () => ({ HOST: '203.0.113.1' })],
  [
    'nothing listens where the database should be',
    'DATABASE_URL',
    () => ({ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }),
  ],
  [
    'the database is silent',
    'DATABASE_URL',
    () => ({ DATABASE_URL: `postgres://a:b@127.0.0.1:${takenPort}/c` }),
  ],
  ['there is no such database', 'DATABASE_URL', () => ({ DATABASE_URL: `${database.url}_not` })],
  ['the issuer is not set', 'JWT_ISSUER', () => ({ JWT_ISSUER: '' })],
])('when %s, the server ends with one sentence that names the setting', async (_when, setting, changes) => {
  const { code, stderr } = await runToItsEnd(changes());
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^${setting} [^\\n]*\\.\\n$`));
});

test('SIGTERM ends it with 0, and a second one at once with 1 while a request is still open', async () => {
  const quiet = await startProgram('server/main.js', settings(), '"listening"');
  quiet.process.kill('SIGTERM');
  expect(await quiet.exited).toBe(0);

  const busy = await startProgram('server/main.js', settings(), '"listening"');
  const { port } = JSON.parse(busy.lines.find((line) => line.includes('"listening"')) ?? '{}');
  const body = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('{')) });
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
  const open = fetch(`http://127.0.0.1:${port}/ops/login`, request as RequestInit).catch(() => undefined);
  await fetch(`http://127.0.0.1:${port}/livez`);
  busy.process.kill('SIGTERM');
  await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined);
  busy.process.kill('SIGTERM');
  expect(await busy.exited).toBe(1);
  await open;
});
