import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../dev/embedded-postgres/start.js';

/**
 * One PostgreSQL for a whole test run: fast, not crash-safe, in a folder of its own that `stop` removes. It ends with
 * the process that started it, also when that is killed; its folder then stays for the system to clean.
 */
export async function startTestPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'aside-test-'));
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
