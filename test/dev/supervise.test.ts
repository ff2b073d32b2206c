import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { createProgramLog, type ProgramLog } from '../../dev/program-log.js';
import { type Program, superviseProgram } from '../../dev/supervise.js';
import { eventually } from '../support/eventually.js';

let folder = '';
let log: ProgramLog;
let ready: Server;
let terminal: string[] = [];
let program: Program | null = null;
let isReady = true;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aside-supervise-test-'));
  terminal = [];
  log = createProgramLog(folder, 'worker', (line) => terminal.push(line));
  isReady = true;
  ready = createServer((_req, res) => res.writeHead(isReady ? 200 : 503).end());
  await new Promise<void>((resolve) => ready.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await program?.stop(0);
  program = null;
  ready.close();
  log.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Supervises a program of these lines; `gaveUp` counts how often it was given up. */
function supervise(source: string): { program: Program; gaveUp: () => number } {
  const entry = join(folder, 'program.mjs');
  writeFileSync(entry, source);
  let times = 0;
  const supervised = superviseProgram({
    name: 'worker',
    entry,
    env: { PATH: process.env.PATH },
    preload: new URL('../../dist/dev/end-with-parent.js', import.meta.url).href,
    readyUrl: `http://127.0.0.1:${(ready.address() as AddressInfo).port}/`,
    log,
    logger: pino({ level: 'silent' }),
    onGiveUp: () => {
      times += 1;
    },
  });
  program = supervised;
  return { program: supervised, gaveUp: () => times };
}

test('a program that is killed runs again', async () => {
  const { program } = supervise('setInterval(() => {}, 1000)');
  await program.ready;
  const first = program.pid() ?? 0;
  process.kill(first, 'SIGKILL');
  const second = await eventually('it runs again', () => {
    const pid = program.pid();
    return pid !== first && pid;
  });
  expect(second).not.toBe(first);
});

test('a program that keeps ending is given up after five more tries in a minute', async () => {
  const { program, gaveUp } = supervise('console.log("run"); setTimeout(() => process.exit(3), 50)');
  await program.ready;
  await eventually('it is given up', () => gaveUp() === 1, 25_000);
  expect(readFileSync(log.path, 'utf8').match(/run/g)).toHaveLength(6);
  expect(program.pid()).toBeNull();
});

test('a program that ends before it is ready is not tried again, and the log is named', async () => {
  isReady = false;
  const { program } = supervise('console.error("The setting is wrong."); process.exit(1)');
  await expect(program.ready).rejects.toThrow(`The worker ended while it was starting: see ${log.path}`);
  await eventually('its words are on the terminal', () =>
    terminal.includes('worker   The setting is wrong.'),
  );
});

test('a program that ignores SIGTERM is ended when its time is up', async () => {
  const { program } = supervise(
    'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")',
  );
  await eventually('it runs', () => readFileSync(log.path, 'utf8').includes('up'));
  const startedAt = performance.now();
  await program.stop(300);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(program.pid()).toBeNull();
});
