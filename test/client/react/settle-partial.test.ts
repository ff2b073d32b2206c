import { describe, expect, it } from '@jest/globals';
import { settlePartial } from '../../../client/react/markdown/settle-partial.js';

describe('text that is still being written', () => {
  it.each([
    ['plain words', 'plain words'],
    ['some **bold', 'some **bold**'],
    ['some **bold ', 'some **bold**'],
    ['some **bold**', 'some **bold**'],
    ['some **bold*', 'some **bold**'],
    ['some *', 'some '],
    ['some **', 'some '],
    ['use `aws s3', 'use `aws s3`'],
    ['use `aws`', 'use `aws`'],
    ['true.[', 'true.'],
    ['true.[1', 'true.'],
    ['true.[1]', 'true.[1]'],
    ['see [the page](https://e', 'see '],
    ['see [the page](https://e.com)', 'see [the page](https://e.com)'],
    ['first\n- ', 'first\n'],
    ['first\n2.', 'first\n'],
    ['first\n##', 'first\n'],
    ['```\ncode **', '```\ncode **'],
  ])('%j is drawn as %j', (text, shown) => {
    expect(settlePartial(text)).toBe(shown);
  });
});
