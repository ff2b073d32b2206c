import type { Request } from 'express';
import { AsideError } from '../../core/domain/errors.js';

const OPS_COOKIE = 'aside_ops';
/** Only the operator pages get it, only from pages of this site, and no script can read it. */
const attributes = 'Path=/ops; HttpOnly; SameSite=Strict';

/** Browsers have to take cookies up to this size, name and attributes included (RFC 6265, 6.1), and drop longer ones. */
export const MAX_COOKIE_BYTES = 4_096;

const tooLong = {
  in: 'body',
  fields: [{ field: 'token', problem: 'is too long for a cookie, which browsers keep up to 4 KB' }],
};

/** VALIDATION_FAILED for a token so long that a browser would drop the cookie without a word. */
export function opsCookie(token: string, options: { maxAgeSeconds: number; secure: boolean }): string {
  const secure = options.secure ? '; Secure' : '';
  const cookie = `${OPS_COOKIE}=${token}; Max-Age=${options.maxAgeSeconds}; ${attributes}${secure}`;
  if (Buffer.byteLength(cookie) > MAX_COOKIE_BYTES) {
    throw new AsideError('VALIDATION_FAILED', { details: tooLong });
  }
  return cookie;
}

export const clearedOpsCookie = `${OPS_COOKIE}=; Max-Age=0; ${attributes}`;

export function tokenInOpsCookie(req: Pick<Request, 'headers'>): string | null {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === OPS_COOKIE && value) return value;
  }
  return null;
}
