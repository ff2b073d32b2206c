import { once } from 'node:events';
import { createServer } from 'node:http';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Logger } from '../core/logger.js';

/** `/livez`, `/readyz` and `/metrics` of the worker, on a port that the public does not reach. */
export async function startHealthServer(deps: {
  port: number;
  host: string;
  /** Rejects, with the reason, while this worker cannot do its work. */
  ready: () => Promise<void>;
  logger: Logger;
}): Promise<{ port: number; close(): Promise<void> }> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const server = createServer(async (req, res) => {
    const answer = (status: number, type: string, body: string) => {
      res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    };
    const path = (req.url ?? '/').split('?')[0];
    if (path === '/livez') return answer(200, 'application/json', '{"status":"ok"}');
    if (path === '/metrics') return answer(200, registry.contentType, await registry.metrics());
    if (path !== '/readyz') return answer(404, 'text/plain', 'Not found');
    try {
      await deps.ready();
      answer(200, 'application/json', '{"status":"ready"}');
    } catch (error) {
      deps.logger.warn({ err: error }, 'not ready');
      answer(503, 'application/json', '{"status":"not ready"}');
    }
  });
  server.requestTimeout = 10_000;
  server.listen(deps.port, deps.host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : deps.port,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
