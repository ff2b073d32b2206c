import type { RequestHandler } from 'express';
import { alive, type Readiness } from '../../core/readiness.js';
import { factsOf } from '../http/facts.js';

export function livez(): RequestHandler {
  return (_req, res) => {
    factsOf(res).route = '/livez';
    res.set('Cache-Control', 'no-store').json(alive);
  };
}

export function readyz(readiness: Readiness): RequestHandler {
  return async (_req, res) => {
    factsOf(res).route = '/readyz';
    const { status, body } = await readiness();
    res.status(status).set('Cache-Control', 'no-store').json(body);
  };
}
