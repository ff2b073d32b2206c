import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError, z } from 'zod';
import type { ScriptInput } from './behaviour.js';
import type { CallLog } from './calls.js';
import { parseJson, readBody, sendJson } from './http.js';
import type { GivenDocument } from './knowledge/documents.js';
import type { KnowledgeBase } from './knowledge/retrieve.js';
import type { RequestFilter, RequestLog } from './request-log.js';
import type { Scripts } from './scripts.js';

const MAX_BODY_BYTES = 12_000_000;

const filterSchema = z.strictObject({
  question: z.string().optional(),
  outcome: z.enum(['running', 'completed', 'cut', 'refused', 'clientClosed']).optional(),
  after: z.coerce.number().int().min(0).optional(),
});

/**
 * `/control/scripts`, `/control/requests`, `/control/calls` and `/control/documents`, for programs in other processes. PUT adds
 * a script or gives documents, GET lists, DELETE clears. A wrong field is a 400 with a sentence.
 */
export function createControlRoutes(deps: {
  scripts: Scripts;
  log: RequestLog;
  calls: CallLog;
  knowledge: KnowledgeBase;
}) {
  const { scripts, log, calls, knowledge } = deps;
  return async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const route = `${request.method} ${url.pathname}`;
    try {
      switch (route) {
        case 'PUT /control/scripts':
          return sendJson(response, 201, scripts.add((await readJson(request)) as ScriptInput));
        case 'GET /control/scripts':
          return sendJson(response, 200, { scripts: scripts.list() });
        case 'DELETE /control/scripts':
          scripts.clear();
          return sendJson(response, 200, { scripts: [] });
        case 'GET /control/requests':
          return sendJson(response, 200, { requests: log.list(readFilter(url)) });
        case 'DELETE /control/requests':
          log.clear();
          return sendJson(response, 200, { requests: [] });
        case 'GET /control/calls':
          return sendJson(response, 200, { calls: calls.list() });
        case 'DELETE /control/calls':
          calls.clear();
          return sendJson(response, 200, { calls: [] });
        case 'PUT /control/documents':
          knowledge.give((await readJson(request)) as GivenDocument[]);
          return sendJson(response, 200, {});
        case 'DELETE /control/documents':
          knowledge.give(null);
          return sendJson(response, 200, {});
        default:
          return sendJson(response, 404, { error: `There is no ${route}.` });
      }
    } catch (error) {
      if (!(error instanceof ZodError || error instanceof RangeError)) throw error;
      sendJson(response, 400, { error: error instanceof ZodError ? z.prettifyError(error) : error.message });
    }
  };
}

/** Whoever takes it checks it field by field. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, MAX_BODY_BYTES);
  return body && parseJson(body);
}

function readFilter(url: URL): RequestFilter {
  const { question, outcome, after } = filterSchema.parse(Object.fromEntries(url.searchParams));
  return {
    ...(question !== undefined && { question }),
    ...(outcome !== undefined && { outcome }),
    ...(after !== undefined && { after }),
  };
}
