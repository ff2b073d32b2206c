import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { factsOf } from '../http/facts.js';

export interface ServerMetrics {
  registry: Registry;
  /** Times every answer by the pattern of its route. Streams are counted, not timed. */
  measure: RequestHandler;
}

export function createServerMetrics(deps: {
  openStreams: () => number;
  openSockets: () => number;
}): ServerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'aside_http_request_duration_seconds',
    help: 'Time to answer a request, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'aside_open_streams',
    help: 'Sessions followed at this moment, by server-sent events or over a WebSocket',
    registers: [registry],
    collect() {
      this.set(deps.openStreams());
    },
  });
  new Gauge({
    name: 'aside_open_sockets',
    help: 'WebSockets open at this moment',
    registers: [registry],
    collect() {
      this.set(deps.openSockets());
    },
  });
  return {
    registry,
    measure: (req, res, next) => {
      res.on('finish', () => {
        const { route, streams, startedAt } = factsOf(res);
        if (streams) return;
        // Addresses that match nothing share one label: callers must not be able to make new ones.
        const labels = { method: knownMethod(req.method), route: route ?? 'none', status: res.statusCode };
        duration.observe(labels, (performance.now() - startedAt) / 1_000);
      });
      next();
    },
  };
}

function knownMethod(method: string): string {
  return ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'].includes(method) ? method : 'other';
}
