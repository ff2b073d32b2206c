import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';

describe('widget.js', () => {
  const script = readFileSync('dist/client/widget.js');

  it('costs a page less than 128 KB over the wire', () => {
    expect(gzipSync(script, { level: 9 }).length).toBeLessThan(128 * 1_024);
  });

  it('needs nothing that a strict policy forbids, and is the production build', () => {
    const text = script.toString();
    expect(text).not.toMatch(/\beval\(|new Function\(/);
    expect(text).not.toContain('process.env');
    expect(text).not.toContain('react-stack-bottom-frame');
  });
});
