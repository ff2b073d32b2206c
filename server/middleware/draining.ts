import type { RequestHandler } from 'express';

/** While draining, each answer is the last one on its connection, so that callers move to another process. */
export function closeWhenDraining(isDraining: () => boolean): RequestHandler {
  return (_req, res, next) => {
    if (isDraining()) res.set('Connection', 'close');
    next();
  };
}
