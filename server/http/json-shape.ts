import { AsideError } from '../../core/domain/errors.js';

/** The deepest body that a contract allows has 6 levels. */
export const MAX_JSON_DEPTH = 32;

/** Keys that reach a prototype when an object is copied carelessly. No field of the API has such a name. */
const refusedKeys = new Set(['__proto__', 'constructor', 'prototype']);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Counts open brackets outside strings: one pass, no recursion, whatever the text is. JSON_TOO_DEEP. */
export function checkJsonDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === BACKSLASH) at++;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    else if (unit === 0x5b || unit === 0x7b) {
      depth++;
      if (depth > MAX_JSON_DEPTH) throw new AsideError('JSON_TOO_DEEP');
    } else if (unit === 0x5d || unit === 0x7d) depth--;
  }
}

/** VALIDATION_FAILED for a refused key at any depth; also those written with escapes, since it is parsed. */
export function checkJsonKeys(value: unknown): void {
  if (value === null || typeof value !== 'object') return;
  for (const key of Object.keys(value)) {
    if (refusedKeys.has(key)) {
      throw new AsideError('VALIDATION_FAILED', {
        details: { in: 'body', fields: [{ field: key, problem: 'is not a known field' }] },
      });
    }
  }
  for (const item of Object.values(value)) checkJsonKeys(item);
}
