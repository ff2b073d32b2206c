import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { RequestHandler } from 'express';
import { AsideError } from '../core/domain/errors.js';
import { factsOf } from './http/facts.js';

interface Script {
  etag: string;
  bytes: Buffer;
  modifiedMs: number;
}

/**
 * `/widget.js`, which any page may include by one script tag. It is asked for anew by every page view and
 * answered with 304 while it is the same, so that an upgrade is seen at once.
 *
 * @param file the built script; SERVICE_UNAVAILABLE while it is missing
 */
export function widget(file: URL): RequestHandler {
  let loaded: Script | null = null;
  const load = async (): Promise<Script> => {
    const modifiedMs = (await stat(file)).mtimeMs;
    if (loaded?.modifiedMs === modifiedMs) return loaded;
    const bytes = await readFile(file);
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
    loaded = { etag, bytes, modifiedMs };
    return loaded;
  };
  return async (_req, res) => {
    factsOf(res).route = '/widget.js';
    const { etag, bytes } = await load().catch((cause: unknown) => {
      throw new AsideError('SERVICE_UNAVAILABLE', {
        details: { problem: 'The widget is not built: run npm run build.' },
        cause,
      });
    });
    res
      .set({
        'Content-Type': 'text/javascript; charset=utf-8',
        'Cache-Control': 'no-cache',
        'Access-Control-Allow-Origin': '*',
        'Cross-Origin-Resource-Policy': 'cross-origin',
        ETag: etag,
      })
      .send(bytes);
  };
}

/** Beside the compiled server. */
export function builtWidget(): URL {
  return new URL('../client/widget.js', import.meta.url);
}
