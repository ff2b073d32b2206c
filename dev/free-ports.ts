import { randomInt } from 'node:crypto';
import { tryPort } from './try-port.js';

/**
 * Below those that systems give to connections (from 32,768 on Linux, 49,152 on macOS and Windows): one of these may be
 * a connection's by the time that somebody listens on it.
 */
const range = { from: 15_000, to: 32_768 } as const;
const MOST_TRIES = 1_000;

/** So many ports that nothing listens on at this moment; all different. */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<number[]> {
  const ports = new Set<number>();
  for (let tries = 0; ports.size < count; tries += 1) {
    if (tries === MOST_TRIES) throw new Error(`No free port was found from ${range.from} to ${range.to}.`);
    const port = randomInt(range.from, range.to);
    const isFree = await tryPort(port, host).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') return false;
        throw error;
      },
    );
    if (isFree) ports.add(port);
  }
  return [...ports];
}

export async function freePort(host?: string): Promise<number> {
  const [port = 0] = await freePorts(1, host);
  return port;
}
