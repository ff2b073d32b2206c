import { z } from 'zod';
import type { StoredChunk } from './documents.js';

type Value = string | number | boolean | (string | number | boolean)[];

export type Filter =
  | { [operator in Operator]?: { key: string; value: Value } }
  | { andAll?: Filter[]; orAll?: Filter[] };

const operators = [
  'equals',
  'notEquals',
  'in',
  'notIn',
  'startsWith',
  'listContains',
  'stringContains',
] as const;
type Operator = (typeof operators)[number];

const single = z.union([z.string(), z.number(), z.boolean()]);
const attribute = z.strictObject({
  key: z.string().min(1).max(100),
  value: z.union([single, z.array(single)]),
});

/** A union of the service's: one operator each. Those that compare numbers are left out. */
export const filterSchema: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    ...operators.map((operator) => z.strictObject({ [operator]: attribute })),
    z.strictObject({ andAll: z.array(filterSchema).min(2) }),
    z.strictObject({ orAll: z.array(filterSchema).min(2) }),
  ]),
) as z.ZodType<Filter>;

/** As AWS documents them: what lacks the attribute meets `notEquals` and `notIn` only. */
export function meets(filter: Filter, { metadata }: Pick<StoredChunk, 'metadata'>): boolean {
  if ('andAll' in filter) return (filter.andAll ?? []).every((part) => meets(part, { metadata }));
  if ('orAll' in filter) return (filter.orAll ?? []).some((part) => meets(part, { metadata }));
  const [operator, wanted] = Object.entries(filter)[0] as [Operator, { key: string; value: Value }];
  const is = metadata[wanted.key];
  const { value } = wanted;
  const isOneOf = (values: Value) => [values].flat().some((one) => one === is);
  switch (operator) {
    case 'equals':
      return is === value;
    case 'notEquals':
      return is !== value;
    case 'in':
      // Of a list one item is enough, as with stores that keep lists as several values.
      return Array.isArray(is) ? is.some((item) => [value].flat().includes(item)) : isOneOf(value);
    case 'notIn':
      return !isOneOf(value);
    case 'startsWith':
      return typeof is === 'string' && is.startsWith(String(value));
    case 'listContains':
      return Array.isArray(is) && is.includes(String(value));
    case 'stringContains':
      return [is].flat().some((item) => typeof item === 'string' && item.includes(String(value)));
  }
}
