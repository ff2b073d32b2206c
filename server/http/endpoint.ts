import type { IncomingHttpHeaders } from 'node:http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Identity, Role } from '../auth/identity.js';
import { validate } from './validate.js';

/** A request as a handler sees it: validated values, no Express. */
export interface PlainRequest<Params = unknown, Query = unknown, Body = unknown> {
  params: Params;
  query: Query;
  body: Body;
  identity: Identity;
  headers: IncomingHttpHeaders;
  correlationId: string;
  /** Which of these media types the caller likes best, or false when he takes none of them. */
  accepts(types: string[]): string | false;
  /** Aborts when the caller has left before his answer. */
  leftSignal(): AbortSignal;
}

/**
 * A handler's answer. `status` only where it differs from the route's `success`. A `stream` takes the response
 * over and ends it itself; it is called after the handler has checked that the caller may have it.
 */
export type Reply =
  | { status?: number; headers?: Record<string, string>; body?: unknown }
  /** A body that is JSON text already. */
  | { status?: number; headers?: Record<string, string>; json: string }
  | { stream: (req: Request, res: Response) => Promise<void> | void };

export type Handler<Params, Query, Body> = (request: PlainRequest<Params, Query, Body>) => Promise<Reply>;

/** One row of the route table. */
export interface Endpoint {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Below the prefix of its table, with Express' `:names`. */
  path: string;
  /** Who may call it; the matrix of the tests is built from this. */
  roles: readonly Role[];
  /** Status of a success. */
  success: number;
  /** Whether `?ticket=` is taken in place of a token, from those who cannot send headers. */
  takesTicket: boolean;
  /** `none`: a body is refused unless it is an empty object. */
  bodyIs: 'required' | 'none';
  /** Where a body may be larger than is usual. */
  maxBodyBytes?: number | undefined;
  /** Validates, then calls the handler. Rejects with VALIDATION_FAILED or INVALID_CURSOR. */
  run(request: PlainRequest): Promise<Reply>;
}

const nothing: z.ZodType<unknown> = z.strictObject({});

export function endpoint<P = unknown, Q = unknown, B = unknown>(row: {
  method: Endpoint['method'];
  path: string;
  roles: readonly Role[];
  success: number;
  takesTicket?: boolean;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  maxBodyBytes?: number;
  handler: Handler<P, Q, B>;
}): Endpoint {
  return {
    method: row.method,
    path: row.path,
    roles: row.roles,
    success: row.success,
    takesTicket: row.takesTicket ?? false,
    bodyIs: row.body ? 'required' : 'none',
    maxBodyBytes: row.maxBodyBytes,
    run: async (request) =>
      row.handler({
        ...request,
        // A row without a schema has a handler that does not look: its type is `unknown`.
        params: validate<unknown>(row.params ?? nothing, request.params, 'path') as P,
        query: validate<unknown>(row.query ?? nothing, request.query, 'query') as Q,
        body: validate<unknown>(row.body ?? nothing.optional(), request.body, 'body') as B,
      }),
  };
}
