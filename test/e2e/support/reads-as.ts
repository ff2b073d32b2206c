import type { Locator } from 'playwright-core';

/*
 * What is on screen against the Markdown that it was made of: both brought to their bare words and citations,
 * without white space, so that only what a reader would miss makes a difference.
 */

/** The words of an answer on screen. A citation is a number behind a word joiner. */
export async function wordsOnScreen(answer: Locator): Promise<string> {
  const text = await answer.locator('.prose').innerText();
  return bare(text.replace(/\u2060(\d+)/g, '[$1]'));
}

/** The words of a Markdown text, as they should come on screen. */
export function wordsOf(markdown: string): string {
  return bare(
    markdown
      .replace(/^[ \t]*\|?[ \t]*:?-{3,}.*$/gm, '')
      .replace(/^[ \t]*(?:[-*+>]|#{1,6}|\d{1,3}[.)])[ \t]+/gm, '')
      .replace(/\[(\d+(?:\s*,\s*\d+)+)\]/g, (_, numbers: string) =>
        numbers
          .split(',')
          .map((number) => `[${number.trim()}]`)
          .join(''),
      )
      .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
      .replace(/[*`|]/g, ''),
  );
}

function bare(text: string): string {
  return text.replace(/[\s\u2060\u200b]+/g, '');
}
