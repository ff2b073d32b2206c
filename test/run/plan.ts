import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

/** One start of Jest. */
export interface Run {
  name: string;
  files: string[];
  /**
   * What keeps the machine busy by itself runs so: a browser with a server and a worker, and the faults, which are
   * judged by the time that things take.
   */
  oneByOne: boolean;
}

export interface Plan {
  runs: Run[];
  /** Whether any of the files can make use of Redis. */
  needsRedis: boolean;
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
  /** A Redis that all suites may share. */
  redis: boolean;
}

const faultsFile = join('test', 'bench', 'chaos', 'chaos.test.ts');

/** By these names of `test/support` a suite asks what it can run on: it has a part for Redis, or is for Redis alone. */
const asksForRedis = /\b(?:backplaneKinds|testBackplanes|testRedisUrl|redisServerInstalled)\b/;

/**
 * All suites run once, and each runs its parts for Postgres and for Redis itself: to load a suite costs more than most
 * of them take. Those that need the machine for themselves come last.
 */
export function planRuns(paths: readonly string[], has: Surroundings): Plan {
  const files = listTests(paths);
  const inBrowser = files.filter((file) => file.startsWith(join('test', 'e2e', '')));
  const faults = has.redis ? files.filter((file) => file === faultsFile) : [];
  const suites = files.filter((file) => !inBrowser.includes(file) && !faults.includes(file));
  const onRedis = files.filter((file) => asksForRedis.test(readFileSync(file, 'utf8')));

  const backplanes = has.redis ? 'on Postgres and on Redis' : 'on Postgres';
  const runs: Run[] = [
    { name: `suites ${backplanes}`, files: suites, oneByOne: false },
    { name: 'the faults, alone', files: faults, oneByOne: true },
    { name: `in the browser, ${backplanes}`, files: has.chromium ? inBrowser : [], oneByOne: true },
  ];
  const skipped: Skipped[] = [];
  if (!has.redis) {
    const what = 'the Redis half, because redis-server is not installed and REDIS_URL is not set';
    skipped.push({ what, files: onRedis });
  }
  if (!has.chromium) {
    const what = 'the browser tests, because Chromium is not installed and CHROME_PATH is not set';
    skipped.push({ what, files: inBrowser });
  }
  return {
    runs: runs.filter((run) => run.files.length > 0),
    needsRedis: onRedis.length > 0,
    skipped: skipped.filter((skip) => skip.files.length > 0),
  };
}

/** Files of tests, sorted; with `paths` those whose path holds one of them. */
function listTests(paths: readonly string[]): string[] {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((file) => join('test', file))
    .filter((file) => /\.test\.tsx?$/.test(file))
    .filter((file) => paths.length === 0 || paths.some((path) => file.includes(normalize(path))))
    .sort();
}
