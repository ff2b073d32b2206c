import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeOld } from '../../dev/embedded-postgres/remove-old.js';
import { startEmbeddedPostgres } from '../../dev/embedded-postgres/start.js';

/** What the data of a whole run may take; the databases of suites come and go, 10 MB each. */
const ROOM_BYTES = 4 * 1024 ** 3;

const PREFIX = 'aside-test-';
/** Longer than a run takes, also one that somebody looks into. */
const ABANDONED_MS = 24 * 60 * 60_000;

/**
 * Where Linux keeps files in memory, if it has the room. A database is some 400 files: copied on a disk it takes 100 to
 * 400 ms of processor time, here 20.
 */
async function quickFolder(): Promise<string> {
  const memory = '/dev/shm';
  const room = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  if (room < ROOM_BYTES) return tmpdir();
  // Nobody else cleans there: what a killed run has left takes memory.
  await removeOld(memory, PREFIX, ABANDONED_MS);
  return memory;
}

/**
 * One PostgreSQL for a whole test run: fast, not crash-safe, in a folder of its own that `stop` removes. It ends with
 * the process that started it, also when that is killed; its folder then stays a while.
 */
export async function startTestPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const home = await mkdtemp(join(await quickFolder(), PREFIX));
  // Started by root, PostgreSQL runs as another user, who has to reach its data.
  await chmod(home, 0o711);
  const postgres = await startEmbeddedPostgres({
    dataDir: join(home, 'postgres'),
    durable: false,
    maxConnections: 200,
  });
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
