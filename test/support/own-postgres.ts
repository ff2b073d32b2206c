import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../dev/embedded-postgres/start.js';

/** A PostgreSQL that belongs to one test, to be killed and brought back with what was committed. */
export interface OwnPostgres {
  url: string;
  /** Immediate shutdown: every connection breaks, and the next start recovers. Waits for its end. */
  kill(): Promise<void>;
  /** Starts it again on the same port, on the same data. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const home = await mkdtemp(join(tmpdir(), 'aside-own-postgres-'));
  // Started by root, PostgreSQL runs as another user, who has to reach its data.
  await chmod(home, 0o711);
  const dataDir = join(home, 'postgres');
  // Durable: what was committed is to be there again.
  let running: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, maxConnections: 200 });
  const { url } = running;
  return {
    url,
    kill: async () => {
      running.kill();
      await running.exited;
    },
    start: async () => {
      running = await startEmbeddedPostgres({
        dataDir,
        port: Number(new URL(url).port),
        maxConnections: 200,
      });
    },
    stop: async () => {
      await running.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
