import type { RequestListener, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { alive, type Readiness } from './readiness.js';

/**
 * Answers on METRICS_PORT, which is not for the public: `/metrics`, and with `readyz` also `/livez` and `/readyz`, for
 * a program that listens nowhere else.
 */
export function opsListener(registry: Registry, readyz?: Readiness): RequestListener {
  const answer = async (path: string | undefined, res: ServerResponse) => {
    if (path === '/metrics') {
      const text = await registry.metrics();
      res.writeHead(200, { 'content-type': registry.contentType }).end(text);
    } else if (path === '/livez' && readyz) json(res, 200, alive);
    else if (path === '/readyz' && readyz) {
      const { status, body } = await readyz();
      json(res, status, body);
    } else res.writeHead(404).end();
  };
  return (req, res) => {
    answer(req.url?.split('?')[0], res).catch(() => {
      if (!res.headersSent) res.writeHead(500);
      res.end();
    });
  };
}

function json(res: ServerResponse, status: number, body: Record<string, unknown>): void {
  res
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}
