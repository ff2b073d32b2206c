import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { jestArgs } from './jest.js';

/** One start of Jest: some files, on one backplane. */
export interface Run {
  name: string;
  files: string[];
  redis: boolean;
  /** Browser suites run one after another: a browser, a server and a worker keep two cores busy. */
  oneByOne: boolean;
}

export interface Plan {
  runs: Run[];
  /** One sentence for each thing that cannot run here. */
  skipped: string[];
}

export interface Surroundings {
  chromium: string | null;
  redis: boolean;
}

/**
 * Every suite runs on the Postgres backplane. Those that import `test/support/redis.ts`, themselves or through
 * another file, depend on the backplane and run again on Redis.
 */
export async function planRuns(paths: readonly string[], has: Surroundings): Promise<Plan> {
  const all = await listTests(paths.length > 0 ? ['--testPathPatterns', ...paths] : []);
  const related = new Set(await listTests(['--findRelatedTests', 'test/support/redis.ts']));
  const isBrowser = (file: string) => file.includes('/test/e2e/');
  const suites = all.filter((file) => !isBrowser(file));
  const browser = all.filter(isBrowser);
  const onRedis = (files: string[]) => files.filter((file) => related.has(file));

  const runs: Run[] = [
    { name: 'Postgres alone', files: suites, redis: false, oneByOne: false },
    { name: 'Redis', files: onRedis(suites), redis: true, oneByOne: false },
    { name: 'in the browser, Postgres alone', files: browser, redis: false, oneByOne: true },
    { name: 'in the browser, Redis', files: onRedis(browser), redis: true, oneByOne: true },
  ];
  const isPossible = (run: Run) =>
    (!run.redis || has.redis) && (!run.files.every(isBrowser) || has.chromium !== null);
  const wanted = runs.filter((run) => run.files.length > 0);
  const skipped: string[] = [];
  if (!has.redis && wanted.some((run) => run.redis)) {
    skipped.push('the Redis half, because redis-server is not installed and TEST_REDIS_URL is not set');
  }
  if (!has.chromium && browser.length > 0) {
    skipped.push('the browser tests, because Chromium is not installed and CHROME_PATH is not set');
  }
  return { runs: wanted.filter(isPossible), skipped };
}

async function listTests(args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    jestArgs(['--listTests', '--json', ...args]),
  );
  const files: string[] = JSON.parse(stdout);
  return files.sort();
}
