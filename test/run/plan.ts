import { execFile } from 'node:child_process';
import { relative } from 'node:path';
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
  skipped: Skipped[];
}

/** What cannot run here, in one sentence that says why. */
export interface Skipped {
  what: string;
  /** Files that run only in part because of it, or not at all. */
  files: string[];
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
  const isBrowser = (file: string) => file.startsWith('test/e2e/');
  const suites = all.filter((file) => !isBrowser(file));
  const browser = all.filter(isBrowser);
  const onRedis = (files: string[]) => files.filter((file) => related.has(file));

  const runs: Run[] = [
    { name: 'Postgres alone', files: suites, redis: false, oneByOne: false },
    { name: 'Redis', files: onRedis(suites), redis: true, oneByOne: false },
    { name: 'in the browser, Postgres alone', files: browser, redis: false, oneByOne: true },
    { name: 'in the browser, Redis', files: onRedis(browser), redis: true, oneByOne: true },
  ];
  const wanted = runs.filter((run) => run.files.length > 0);
  const needsBrowser = (run: Run) => run.files.every(isBrowser);
  const onlyWith = (needs: (run: Run) => boolean) => wanted.filter(needs).flatMap((run) => run.files);
  const skipped: Skipped[] = [];
  if (!has.redis) {
    const what = 'the Redis half, because redis-server is not installed and TEST_REDIS_URL is not set';
    skipped.push({ what, files: onlyWith((run) => run.redis) });
  }
  if (!has.chromium) {
    const what = 'the browser tests, because Chromium is not installed and CHROME_PATH is not set';
    skipped.push({ what, files: onlyWith(needsBrowser) });
  }
  return {
    runs: wanted.filter((run) => (has.redis || !run.redis) && (has.chromium || !needsBrowser(run))),
    skipped: skipped.filter(({ files }) => files.length > 0),
  };
}

async function listTests(args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    jestArgs(['--listTests', '--json', ...args]),
  );
  const files: string[] = JSON.parse(stdout);
  return files.map((file) => relative('.', file)).sort();
}
