import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLifecycle } from '../../core/lifecycle.js';
import { createLogger } from '../../core/logger.js';
import { createTestDatabase } from '../support/postgres.js';
import { startRedis } from '../support/redis.js';
import { startTestPostgres } from '../support/test-postgres.js';
import { type Results, runJest } from './jest.js';
import { readOptions } from './options.js';
import { planRuns, type Run } from './plan.js';
import { summarize } from './summary.js';
import { findChromium, findProgram, testEnvironment } from './surroundings.js';

/*
 * `npm test`: starts what the suites need, runs them, says what was skipped, and ends with "N passed, N failed".
 */

const options = readOptions(process.argv.slice(2));
const lifecycle = createLifecycle(createLogger('dev', 'warn'));
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => interruption.abort());

try {
  process.exitCode = await runAll();
} finally {
  await lifecycle.close();
}

async function runAll(): Promise<number> {
  const givenRedis = process.env.TEST_REDIS_URL || process.env.REDIS_URL;
  const redis = Boolean(givenRedis) || findProgram(['redis-server']) !== null;
  const chromium = findChromium();
  const { runs, needsRedis, skipped } = planRuns(options.paths, { chromium, redis });
  if (runs.length === 0 && skipped.length === 0) {
    console.error(`No test matches ${options.paths.join(' ')}.`);
    return 1;
  }

  const server = process.env.TEST_DATABASE_URL || (await ownPostgres());
  const env = testEnvironment({
    TEST_DATABASE_URL: server,
    TEST_DATABASE_TEMPLATE: await migratedOnce(server),
    ...(redis && needsRedis && givenRedis ? { TEST_REDIS_URL: givenRedis } : {}),
    ...(redis && needsRedis && !givenRedis
      ? { TEST_REDIS_URL: await ownRedis(), TEST_REDIS_IS_OWN: 'yes' }
      : {}),
    ...(chromium ? { CHROME_PATH: chromium } : {}),
  });
  const reports = await mkdtemp(join(tmpdir(), 'aside-results-'));
  lifecycle.onClose('reports', () => rm(reports, { recursive: true, force: true }));

  const results: Results[] = [];
  for (const [index, run] of runs.entries()) {
    if (interruption.signal.aborted) break;
    console.log(`\n── ${run.name}: ${run.files.length} ${run.files.length === 1 ? 'file' : 'files'}\n`);
    results.push(await runJest(flagsOf(run), join(reports, `${index}.json`), env, interruption.signal));
  }
  if (interruption.signal.aborted) return 130;
  const { lines, exitCode } = summarize(results, skipped, options);
  console.log(`\n${lines.join('\n')}`);
  return exitCode;
}

function flagsOf(run: Run): string[] {
  // As patterns and not as paths: Jest would repeat the paths in its last lines.
  const files = run.files.flatMap((file) => ['--testMatch', `**/${file}`]);
  return [...options.jestFlags, ...(run.oneByOne ? ['--runInBand'] : []), ...files];
}

async function ownPostgres(): Promise<string> {
  const postgres = await startTestPostgres();
  lifecycle.onClose('postgres', postgres.stop);
  return postgres.url;
}

/** The name of a database that nobody uses, for copies. */
async function migratedOnce(server: string): Promise<string> {
  const template = await createTestDatabase({ migrated: true, server });
  lifecycle.onClose('template', template.drop);
  return new URL(template.url).pathname.slice(1);
}

async function ownRedis(): Promise<string> {
  const redis = await startRedis(['--maxmemory-policy', 'noeviction']);
  lifecycle.onClose('redis', redis.stop);
  return redis.url;
}
