import type { Request, RequestHandler, Response } from 'express';
import { AsideError } from '../../core/domain/errors.js';
import type { Authenticate } from '../auth/authenticate.js';
import { hasRole } from '../auth/identity.js';
import type { Endpoint, Reply } from './endpoint.js';
import { factsOf } from './facts.js';
import { readJson } from './read-json.js';

/**
 * Runs one row of the route table: who is it, may he, what does he send, do it, answer. The body is not read
 * before the caller is known. Expected failures are thrown, and written by the error middleware.
 */
export function dispatch(endpoint: Endpoint, authenticate: Authenticate): RequestHandler {
  return async (req, res) => {
    const facts = factsOf(res);
    facts.route = `${req.baseUrl}${endpoint.path}`;
    const identity = await authenticate(req, res);
    facts.userId = identity.userId;
    if (!hasRole(identity, endpoint.roles)) throw new AsideError('FORBIDDEN');
    const body = await readJson(req, endpoint.maxBodyBytes);
    if (body === undefined && endpoint.bodyIs === 'required') {
      throw new AsideError('INVALID_JSON', { details: { in: 'body', problem: 'is missing' } });
    }
    const reply = await endpoint.run({
      params: lowerCased(req.params),
      query: req.query,
      body,
      identity,
      headers: req.headers,
      correlationId: facts.correlationId,
      accepts: (types) => req.accepts(types),
      leftSignal: () => leftSignal(res),
    });
    await answer(req, res, endpoint, reply);
  };
}

async function answer(req: Request, res: Response, endpoint: Endpoint, reply: Reply): Promise<void> {
  if ('stream' in reply) {
    if (req.method === 'HEAD') {
      res.set('Allow', 'GET');
      throw new AsideError('METHOD_NOT_ALLOWED');
    }
    factsOf(res).streams = true;
    await reply.stream(req, res);
    return;
  }
  const status = reply.status ?? endpoint.success;
  res
    .status(status)
    .set('Cache-Control', 'no-store')
    .set(reply.headers ?? {});
  const json = 'json' in reply ? reply.json : reply.body === undefined ? null : JSON.stringify(reply.body);
  if (json === null || status === 204) res.end();
  else res.set('Content-Type', 'application/json; charset=utf-8').end(json);
}

function leftSignal(res: Response): AbortSignal {
  const left = new AbortController();
  if (res.destroyed) left.abort();
  res.once('close', () => left.abort());
  return left.signal;
}

/** Ids are case-insensitive (RFC 9562, 4), and events are keyed by their text: one spelling inside. */
function lowerCased(params: Request['params']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, String(value).toLowerCase()]),
  );
}
