import type { Request } from 'express';

const OPS_COOKIE = 'aside_ops';
/** Only the operator pages get it, only from pages of this site, and no script can read it. */
const attributes = 'Path=/ops; HttpOnly; SameSite=Strict';

export function opsCookie(token: string, options: { maxAgeSeconds: number; secure: boolean }): string {
  const secure = options.secure ? '; Secure' : '';
  return `${OPS_COOKIE}=${token}; Max-Age=${options.maxAgeSeconds}; ${attributes}${secure}`;
}

export const clearedOpsCookie = `${OPS_COOKIE}=; Max-Age=0; ${attributes}`;

export function tokenInOpsCookie(req: Pick<Request, 'headers'>): string | null {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === OPS_COOKIE && value) return value;
  }
  return null;
}
