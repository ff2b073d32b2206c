import { z } from 'zod';

/** Longest message a user may post, in Unicode code points. */
export const MAX_CONTENT_CODE_POINTS = 16_000;

/** Code points, not UTF-16 units: an emoji counts once, as a person would count it. */
export function codePointLength(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/**
 * Text that Postgres can store and JSON can carry: no NUL (Postgres refuses it in `text` and `jsonb`) and no
 * lone surrogate (not encodable as UTF-8).
 */
export function storableText(maxCodePoints: number) {
  return z
    .string()
    .refine((text) => text.length <= maxCodePoints * 2 && codePointLength(text) <= maxCodePoints, {
      error: `must have at most ${maxCodePoints} characters`,
    })
    .refine((text) => !text.includes('\0'), { error: 'must not contain the NUL character' })
    .refine((text) => text.isWellFormed(), { error: 'must not contain a lone surrogate' });
}

export const messageContent = storableText(MAX_CONTENT_CODE_POINTS).refine((text) => text.trim() !== '', {
  error: 'must not be empty or blank',
});

const utf8 = new TextEncoder();

/** Every string inside a free-form JSON value must be storable too; depth and size are bounded. */
export function storableJson(limits: { maxBytes: number; maxDepth: number }) {
  return z.record(z.string(), z.unknown()).superRefine((value, check) => {
    const problem = findJsonProblem(value, limits.maxDepth);
    if (problem) check.addIssue({ code: 'custom', message: problem });
    else if (utf8.encode(JSON.stringify(value)).length > limits.maxBytes) {
      check.addIssue({ code: 'custom', message: `must be at most ${limits.maxBytes} bytes of JSON` });
    }
  });
}

function findJsonProblem(value: unknown, depthLeft: number): string | null {
  if (typeof value === 'string') {
    return value.includes('\0') || !value.isWellFormed()
      ? 'must not contain NUL characters or lone surrogates'
      : null;
  }
  if (value === null || typeof value !== 'object') return null;
  if (depthLeft === 0) return 'is nested too deeply';
  for (const [key, item] of Object.entries(value)) {
    const problem = findJsonProblem(key, depthLeft) ?? findJsonProblem(item, depthLeft - 1);
    if (problem) return problem;
  }
  return null;
}
