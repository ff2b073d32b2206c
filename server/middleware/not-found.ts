import type { RequestHandler } from 'express';
import { AsideError } from '../../core/domain/errors.js';

/** The last one before the errors. */
export function notFound(): RequestHandler {
  return () => {
    throw new AsideError('NOT_FOUND');
  };
}

/** Behind the methods of a path: OPTIONS is told which there are, any other method is refused with them. */
export function otherMethods(methods: readonly string[]): RequestHandler {
  const allow = methods.map((method) => method.toUpperCase()).join(', ');
  return (req, res) => {
    res.set('Allow', allow);
    if (req.method !== 'OPTIONS') throw new AsideError('METHOD_NOT_ALLOWED');
    res.status(204).end();
  };
}
