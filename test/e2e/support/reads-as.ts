import type { Locator } from 'playwright-core';
import { eventually } from '../../support/eventually.js';

/*
 * What is on screen against the Markdown that it was made of: both brought to their bare words and citations,
 * without white space, so that only what a reader would miss makes a difference.
 */

/** Waits until the answer on screen reads as this Markdown: what is held is drawn with the next frame. */
export async function readsAs(answer: Locator, markdown: string): Promise<void> {
  const wanted = wordsOf(markdown);
  let shown = '';
  try {
    await eventually('the screen shows it', async () => {
      shown = await wordsOnScreen(answer);
      return shown === wanted;
    });
  } catch {
    throw new Error(`on screen is\n${shown}\nand not\n${wanted}`);
  }
}

/** The words of an answer on screen. A citation is a number behind a word joiner. */
async function wordsOnScreen(answer: Locator): Promise<string> {
  const text = await answer.locator('.prose').innerText();
  return bare(text.replace(/\u2060(\d+)/g, '[$1]'));
}

/** The words of a Markdown text, as they should come on screen. */
function wordsOf(markdown: string): string {
  return bare(
    markdown
      .replace(/^[ \t]*\|?[ \t]*:?-{3,}.*$/gm, '')
      .replace(/^[ \t]*(?:[-*+>]|#{1,6}|\d{1,3}[.)])(?:[ \t]+|$)/gm, '')
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
