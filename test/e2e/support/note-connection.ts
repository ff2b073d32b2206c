import type { Page } from 'playwright-core';

/** Starts to note every word that the header says of the connection; call the result to read them in order. */
export async function noteConnection(page: Page): Promise<() => Promise<string[]>> {
  const note = await page.evaluateHandle(() => {
    const words: string[] = [];
    const root = document.querySelector('aside-chat')?.shadowRoot;
    const look = () => {
      const word = root?.querySelector('.state')?.textContent?.trim();
      if (word && word !== words.at(-1)) words.push(word);
    };
    if (root)
      new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true });
    return words;
  });
  return () => note.jsonValue();
}
