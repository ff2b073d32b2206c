import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../../dev/embedded-postgres/start.js';
import { StartError } from '../../../dev/start-error.js';

const asRoot = process.getuid?.() === 0;
const running: EmbeddedPostgres[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const postgres of running.splice(0)) {
    await postgres.stop();
    folders.push(postgres.folder);
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(mode = 0o711): string {
  const folder = mkdtempSync(join(tmpdir(), 'aside-postgres-test-'));
  chmodSync(folder, mode);
  folders.push(folder);
  return folder;
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ durable: false, ...options });
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function refusal(start: Promise<unknown>): Promise<unknown> {
  return start.then(
    () => null,
    (error: unknown) => error,
  );
}

describe('the embedded PostgreSQL, once it runs,', () => {
  let dataDir = '';
  let shared: EmbeddedPostgres;

  beforeAll(async () => {
    dataDir = join(mkdtempSync(join(tmpdir(), 'aside-postgres-test-')), 'postgres');
    chmodSync(join(dataDir, '..'), 0o711);
    shared = await startEmbeddedPostgres({ dataDir, durable: false });
  });

  afterAll(async () => {
    await shared.stop();
    rmSync(join(dataDir, '..'), { recursive: true, force: true });
  });

  test('speaks UTF-8, in version 18, and lets nobody in without the password', async () => {
    const { url } = shared;
    const [facts] = await query(
      url,
      `select current_setting('server_encoding') as encoding, current_setting('server_version_num')::int / 10000 as version,
              current_setting('password_encryption') as password, current_setting('unix_socket_directories') as sockets`,
    );
    expect(facts).toEqual({ encoding: 'UTF8', version: 18, password: 'scram-sha-256', sockets: '' });

    const wrong = new URL(url);
    wrong.password = 'guess';
    expect(String(await refusal(query(wrong.href, 'select 1')))).toContain('password authentication failed');
  });

  test('is reached from this machine only', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal);
    const elsewhere = new URL(shared.url);
    elsewhere.hostname = outside?.address ?? '127.0.0.2';
    expect(String(await refusal(query(elsewhere.href, 'select 1')))).toContain('ECONNREFUSED');
  });

  test('refuses a data folder that another run uses, in a sentence that names the setting', async () => {
    // A run that has just begun is given time to say that it is there.
    const refused = await refusal(startEmbeddedPostgres({ dataDir, durable: false }));
    expect(refused).toBeInstanceOf(StartError);
    expect(String(refused)).toMatch(/is in use by another run: .*ASIDE_DATA_DIR/);
    expect(await query(shared.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('the embedded PostgreSQL', () => {
  test('keeps its data and its password across restarts', async () => {
    const dataDir = join(newFolder(), 'postgres');
    const first = await start({ dataDir });
    await query(first.url, `create table kept as select 'été' as word`);
    await first.stop();
    expect(() => process.kill(first.pid, 0)).toThrow('ESRCH');

    const second = await start({ dataDir });
    expect(await query(second.url, 'select upper(word) as word from kept')).toEqual([{ word: 'ÉTÉ' }]);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect(statSync(join(second.folder, 'password')).mode & 0o777).toBe(0o600);
  });

  test('lets one of several runs at once have a new data folder, whole', async () => {
    const dataDir = join(newFolder(), 'postgres');
    const results = await Promise.allSettled([start({ dataDir }), start({ dataDir }), start({ dataDir })]);
    const [winner, ...others] = results.filter(({ status }) => status === 'fulfilled');
    expect(others).toEqual([]);
    expect(winner).toBeDefined();
    for (const result of results) {
      if (result.status === 'rejected') expect(String(result.reason)).toContain('in use by another run');
    }
    expect(await query(running[0]?.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('starts where a machine that went down has left a pid file that names another program', async () => {
    const dataDir = join(newFolder(), 'postgres');
    const first = await start({ dataDir });
    await first.stop();
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      const pidFile = join(first.folder, 'pgdata', 'postmaster.pid');
      const lines = [
        stranger.pid,
        join(first.folder, 'pgdata'),
        1_700_000_000,
        5_432,
        '',
        '127.0.0.1',
        '',
        'ready',
      ];
      writeFileSync(pidFile, `${lines.join('\n')}\n`, { mode: 0o600 });
      const second = await start({ dataDir });
      expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  test('names the port that is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      const refused = await refusal(startEmbeddedPostgres({ dataDir: join(newFolder(), 'postgres'), port }));
      expect(refused).toBeInstanceOf(StartError);
      expect(String(refused)).toContain(`Port ${port}`);
    } finally {
      taken.close();
    }
  });

  test('ends when it is killed at once, and recovers what was committed', async () => {
    const dataDir = join(newFolder(), 'postgres');
    const first = await start({ dataDir, durable: true });
    await query(first.url, 'create table kept as select 7 as number');
    first.kill();
    await first.exited;
    const second = await start({ dataDir, durable: true });
    expect(await query(second.url, 'select number from kept')).toEqual([{ number: 7 }]);
  });

  test('refuses data of another major version, naming the folder and the setting', async () => {
    const dataDir = join(newFolder(), 'postgres');
    const first = await start({ dataDir });
    await first.stop();
    writeFileSync(join(first.folder, 'pgdata', 'PG_VERSION'), '17\n');
    const refused = await refusal(startEmbeddedPostgres({ dataDir }));
    expect(refused).toBeInstanceOf(StartError);
    expect(String(refused)).toMatch(/made by PostgreSQL 17 .*ASIDE_DATA_DIR/);
  });

  (asRoot ? test : test.skip)(
    'started by root, runs as another user, also under a folder closed to that user',
    async () => {
      const closed = newFolder(0o700);
      const dataDir = join(closed, '.aside', 'postgres');
      const first = await start({ dataDir });
      expect(readFileSync(`/proc/${first.pid}/status`, 'utf8')).not.toMatch(/^Uid:\s+0\b/m);
      expect(first.folder.startsWith(closed)).toBe(false);
      expect(existsSync(join(dataDir, 'pgdata'))).toBe(false);
      await query(first.url, 'create table kept as select 7 as number');
      await first.stop();

      const second = await start({ dataDir });
      expect(second.folder).toBe(first.folder);
      expect(await query(second.url, 'select number from kept')).toEqual([{ number: 7 }]);
    },
  );
});
