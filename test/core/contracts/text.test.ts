import { expect, test } from '@jest/globals';
import { storableJson } from '../../../core/contracts/text.js';

test('the size of free-form JSON is counted in bytes, as it is stored and sent', () => {
  const schema = storableJson({ maxBytes: 100, maxDepth: 3 });
  expect(schema.safeParse({ a: 'x'.repeat(92) }).success).toBe(true);
  expect(schema.safeParse({ a: 'x'.repeat(93) }).success).toBe(false);
  expect(schema.safeParse({ a: 'é'.repeat(46) }).success).toBe(true);
  expect(schema.safeParse({ a: 'é'.repeat(47) }).success).toBe(false);
  expect(schema.safeParse({ a: '😀'.repeat(24) }).success).toBe(false);
});
