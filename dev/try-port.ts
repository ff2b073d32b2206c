import { once } from 'node:events';
import { createServer } from 'node:net';

/** Listens for a moment; rejects with the error of the system. */
export async function tryPort(port: number, host: string): Promise<void> {
  const probe = createServer().listen(port, host);
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}
