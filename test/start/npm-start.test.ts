import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { canEnter } from '../../dev/embedded-postgres/account.js';
import { type Checkout, cloneRepository, handOver } from '../support/checkout.js';
import { eventually } from '../support/eventually.js';
import {
  findProcess,
  type NpmStart,
  type NpmStartOptions,
  npmStart,
  stillRunning,
} from '../support/npm-start.js';

const nobody = 65_534;
const asRoot = process.getuid?.() === 0;
const nodeIsForAll = await canEnter({ uid: nobody, gid: nobody }, dirname(process.execPath));
const forRoot = asRoot ? test : test.skip;
const forRootWithSharedNode = asRoot && nodeIsForAll ? test : test.skip;

let clone: Checkout;
const started: { run: NpmStart; family: number[] }[] = [];

beforeAll(() => {
  clone = cloneRepository();
});

afterEach(() => {
  for (const { run, family } of started.splice(0)) {
    for (const pid of stillRunning([...family, ...run.processes()])) process.kill(pid, 'SIGKILL');
  }
});

afterAll(() => clone.remove());

async function start(options: Partial<NpmStartOptions> = {}): Promise<{ run: NpmStart; family: number[] }> {
  const run = npmStart({ folder: clone.folder, ...options });
  const entry = { run, family: [] as number[] };
  started.push(entry);
  await run.ready;
  entry.family = run.processes();
  return entry;
}

/** Everything that ran is gone within 5 s of now, the time in which Ctrl-C has to have worked. */
async function allEnd({ run, family }: { run: NpmStart; family: number[] }, withinMs = 5_000): Promise<void> {
  await eventually('no process is left', () => stillRunning(family).length === 0, withinMs);
  await run.exited;
}

/** The lines of the README that ask a question over the API. */
function readmeQuestion(address: string): string {
  const block = /```sh\nAPI=\S+\n([^`]+)```/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
  // It ends by its time limit, which curl calls a failure.
  return `API=${address}\n${block}true`;
}

async function runInShell(line: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', line], { timeout: 30_000 });
  return stdout;
}

async function signIn(address: string, user: string): Promise<string> {
  const answer = await fetch(`${address}/dev/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
  });
  const { token } = (await answer.json()) as { token: string };
  return token;
}

async function sessions(address: string, token: string, title?: string): Promise<string[]> {
  const url = `${address}/api/v1/admin/chat/sessions`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  if (title) await fetch(url, { method: 'POST', headers, body: JSON.stringify({ title }) });
  const answer = await fetch(url, { headers });
  expect(answer.status).toBe(200);
  const { data } = (await answer.json()) as { data: { title: string }[] };
  return data.map((session) => session.title);
}

describe('npm start, in a fresh clone,', () => {
  test('brings the dashboard up, offers a curl line that works, mends a worker that dies, ends by Ctrl-C', async () => {
    const story = await start();
    const { run, family } = story;
    expect(JSON.parse(await runInShell(run.curlLine()))).toMatchObject({ data: [] });
    const dashboard = await fetch(run.address());
    expect([dashboard.status, dashboard.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(run.output()).toMatch(/Stand-in +Amazon Bedrock/);
    expect(await runInShell(readmeQuestion(run.address()))).toMatch(/event: turn\.completed/);

    const worker = findProcess(family, 'worker/main.js') ?? 0;
    process.kill(worker, 'SIGKILL');
    const other = await eventually('another worker', () => {
      const found = findProcess(run.processes(), 'worker/main.js');
      return found !== worker && found;
    });
    story.family.push(other);

    run.pressCtrlC();
    await allEnd(story);
    expect(run.output()).not.toMatch(/\bat .*\.js:\d+/);
  }, 180_000);

  test('after kill -9, and after the death of npm alone, starts again with data and sign-ins kept', async () => {
    const first = await start();
    const token = await signIn(first.run.address(), 'consultant');
    expect(await sessions(first.run.address(), token, 'Kept')).toContain('Kept');
    process.kill(-first.run.pid, 'SIGKILL');
    await allEnd(first);

    const second = await start();
    expect(await sessions(second.run.address(), token)).toContain('Kept');
    process.kill(second.run.pid, 'SIGKILL');
    // The starter looks once a second whether npm is there, and then has its 5 s.
    await allEnd(second, 7_000);
  }, 180_000);

  test('ends at once when Ctrl-C is pressed twice, and by SIGHUP while it is still starting', async () => {
    const twice = await start();
    // A worker that does not react holds the orderly end up for 2.5 s.
    process.kill(findProcess(twice.family, 'worker/main.js') ?? 0, 'SIGSTOP');
    twice.run.pressCtrlC();
    const pressedAt = performance.now();
    await eventually(
      'the time has passed in which it is the same key press',
      () => performance.now() - pressedAt > 500,
    );
    expect(stillRunning([twice.run.pid])).toEqual([twice.run.pid]);
    twice.run.pressCtrlC();
    await allEnd(twice, pressedAt + 2_450 - performance.now());

    const early = npmStart({ folder: clone.folder });
    started.push({ run: early, family: [] });
    await eventually('PostgreSQL is starting', () => early.processes().length >= 3);
    const family = early.processes();
    process.kill(-early.pid, 'SIGHUP');
    await allEnd({ run: early, family });
  }, 180_000);

  forRootWithSharedNode(
    'runs for an ordinary user',
    async () => {
      handOver(clone, { owner: nobody });
      const story = await start({ user: nobody });
      expect(JSON.parse(await runInShell(story.run.curlLine()))).toMatchObject({ data: [] });
      story.run.pressCtrlC();
      await allEnd(story);
    },
    180_000,
  );

  forRoot(
    'runs for root under a folder that no other user can enter, and keeps its data there',
    async () => {
      handOver(clone, { owner: 0, mode: 0o700 });
      const first = await start();
      const token = await signIn(first.run.address(), 'consultant');
      expect(await sessions(first.run.address(), token, 'Kept')).toEqual(['Kept']);
      const data = /with its data in (\S+)/.exec(first.run.output())?.[1] ?? '';
      expect(data).toMatch(/^\/.*\/aside-0\/postgres-/);
      first.run.pressCtrlC();
      await allEnd(first);

      const second = await start();
      expect(await sessions(second.run.address(), token)).toContain('Kept');
      process.kill(-second.run.pid, 'SIGTERM');
      await allEnd(second);
      rmSync(data, { recursive: true });
    },
    180_000,
  );
});
