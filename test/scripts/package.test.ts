import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const { exports }: { exports: Record<string, { types: string; default: string }> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

test.each(['aside-provider', 'aside-chat', 'aside-widget', 'use-aside'])(
  'a React host finds %s and its types in the build',
  (name) => {
    const { types = '', default: code = '' } = exports['./react/*'] ?? {};
    expect(existsSync(code.replace('*', name))).toBe(true);
    expect(existsSync(types.replace('*', name))).toBe(true);
  },
);
