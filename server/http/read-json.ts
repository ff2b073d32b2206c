import type { IncomingMessage } from 'node:http';
import { AsideError } from '../../core/domain/errors.js';
import { checkJsonDepth, checkJsonKeys } from './json-shape.js';

/** 16,000 code points of four bytes each are 64 KB; escaped one by one (`\ud83d\ude00`) they are 192 KB. */
export const MAX_BODY_BYTES = 256 * 1_024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON body of a request, of `maxBytes` at the most, or undefined when it has none. Rejects with UNSUPPORTED_MEDIA_TYPE, BODY_TOO_LARGE,
 * INVALID_JSON, JSON_TOO_DEEP or VALIDATION_FAILED (keys that reach for prototypes).
 *
 * Depth is checked on the text, before anything recursive sees it.
 */
export async function readJson(req: IncomingMessage, maxBytes = MAX_BODY_BYTES): Promise<unknown> {
  if (!hasBody(req)) return undefined;
  checkMediaType(req);
  const bytes = await readBytes(req, maxBytes);
  if (bytes.length === 0) return undefined;
  return parseJson(decode(bytes));
}

/** A caller's JSON. INVALID_JSON, JSON_TOO_DEEP or VALIDATION_FAILED. */
export function parseJson(text: string): unknown {
  checkJsonDepth(text);
  const value = parse(text);
  checkJsonKeys(value);
  return value;
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** RFC 8259 knows UTF-8 only. A compressed body would need a bound of its own, and no client here sends one. */
function checkMediaType({ headers }: IncomingMessage): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith('charset='));
  const utf8Only = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (type.trim() !== 'application/json' || !utf8Only || encoding !== 'identity') {
    throw new AsideError('UNSUPPORTED_MEDIA_TYPE');
  }
}

/** At most the limit is kept. What a caller sends beyond it is read and dropped, so that he can read the 413. */
function readBytes(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => {
      req.removeAllListeners('data');
      req.resume();
      reject(new AsideError('BODY_TOO_LARGE', { details: { max_bytes: maxBytes } }));
    };
    if (Number(req.headers['content-length'] ?? 0) > maxBytes) return tooLarge();
    const chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) return tooLarge();
      chunks.push(chunk);
    });
    req.on('end', () => resolve(Buffer.concat(chunks)));
    req.on('error', (cause) => reject(new AsideError('BAD_REQUEST', { cause })));
    req.on('aborted', () => reject(new AsideError('BAD_REQUEST')));
  });
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new AsideError('INVALID_JSON', { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error quotes the text; it must not get into a log as a cause.
    throw new AsideError('INVALID_JSON');
  }
}
