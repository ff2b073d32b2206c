import type { z } from 'zod';
import { AsideError } from '../../core/domain/errors.js';

/** Problems named in one answer; the rest appear once these are mended. */
export const MAX_PROBLEMS = 20;
/** Characters of a field's name that are repeated: it may be the caller's own. */
export const MAX_FIELD_CHARACTERS = 100;
/** Query parameters whose form is ours alone: whoever sends another one did not get it from this API. */
const cursorFields: readonly PropertyKey[] = ['cursor', 'before', 'after'];

/**
 * The value as the schema reads it. Otherwise VALIDATION_FAILED with the fields and what is wrong with each, or
 * INVALID_CURSOR. Values are not echoed: they may be somebody's text, and the answer may be logged.
 */
export function validate<T>(
  schema: z.ZodType<T>,
  value: unknown,
  where: 'path' | 'query' | 'body' | 'header' | 'frame',
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  const first = issues[0]?.path[0];
  if (where === 'query' && first !== undefined && cursorFields.includes(first)) {
    throw new AsideError('INVALID_CURSOR', { details: { in: where, field: String(first) } });
  }
  throw new AsideError('VALIDATION_FAILED', {
    details: { in: where, fields: issues.flatMap(describe).slice(0, MAX_PROBLEMS) },
  });
}

function describe(issue: z.core.$ZodIssue): { field: string; problem: string }[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: fieldName([...path, key]), problem: 'is not a known field' }));
  }
  const problem = issue.code === 'invalid_type' ? `must be ${article(issue.expected)}` : issue.message;
  return [{ field: fieldName(path), problem }];
}

/** The whole value has no name of its own. Names are cut: a caller chooses them in unknown fields. */
function fieldName(path: string[]): string {
  return path.join('.').slice(0, MAX_FIELD_CHARACTERS) || '(all)';
}

function article(expected: string): string {
  return /^[aeio]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}
