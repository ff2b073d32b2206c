import type { Request } from 'express';
import { AsideError } from '../../../core/domain/errors.js';
import { asksToUpgrade } from '../../http/upgrade.js';

/** RFC 6455, 4.1: 16 bytes in base64. */
const keyForm = /^[+/0-9A-Za-z]{22}==$/;

/** Everything that `ws` would refuse by itself in words of its own: UPGRADE_REQUIRED or BAD_REQUEST. */
export function checkHandshake(req: Request): void {
  const { upgrade, 'sec-websocket-version': version, 'sec-websocket-key': key } = req.headers;
  if (!asksToUpgrade(req) || upgrade?.toLowerCase() !== 'websocket' || version !== '13') {
    req.res?.set({ Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' });
    throw new AsideError('UPGRADE_REQUIRED');
  }
  if (key === undefined || !keyForm.test(key)) {
    throw new AsideError('BAD_REQUEST', { details: { in: 'header', field: 'sec-websocket-key' } });
  }
}

/**
 * Browsers open WebSockets to any origin and leave it to the server whom it lets in: the listed pages and our own.
 * Whatever sends no Origin is no page. ORIGIN_NOT_ALLOWED.
 */
export function checkOrigin(req: Request, allowed: readonly string[]): void {
  const { origin } = req.headers;
  if (origin === undefined || allowed.includes('*') || allowed.includes(origin)) return;
  // Behind a proxy that ends TLS the scheme is not known here; the host is.
  if (URL.canParse(origin) && new URL(origin).host === req.host?.toLowerCase()) return;
  throw new AsideError('ORIGIN_NOT_ALLOWED');
}
