import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { testJwt } from '../support/tokens.js';

let database: TestDatabase;
let occupant: Server;
let takenPort: string;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  occupant = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  takenPort = String((occupant.address() as AddressInfo).port);
});
afterAll(async () => {
  occupant.close();
  await database.drop();
});

async function runToItsEnd(changes: Record<string, string>) {
  const child = spawn(process.execPath, ['dist/worker/main.js'], {
    env: {
      PATH: process.env.PATH ?? '',
      METRICS_PORT: '0',
      DATABASE_URL: database.url,
      JWT_ISSUER: testJwt.issuer,
      JWT_AUDIENCE: testJwt.audience,
      JWT_SECRET: testJwt.secret,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...changes,
    },
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
  ['the port of the metrics is taken', 'METRICS_PORT', () => ({ METRICS_PORT: takenPort })],
  ['a queue is named that does not exist', 'WORKER_QUEUES', () => ({ WORKER_QUEUES: 'mail' })],
  [
    'the model for intents is not known to take tools',
    'INTENT_MODEL_ID',
    () => ({ INTENT_MODEL_ID: 'acme.unheard-of-v1:0' }),
  ],
  [
    'nothing listens where the database should be',
    'DATABASE_URL',
    () => ({ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }),
  ],
])('when %s, the worker ends with one sentence that names the setting', async (_when, setting, changes) => {
  const { code, stderr } = await runToItsEnd(changes());
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^${setting} [^\\n]*\\.\\n$`));
});
