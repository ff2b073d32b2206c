import { describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { widgetLimits } from '../../client/core/limits.js';
import { answerIs, held } from '../client/support/browser.js';
import { pagesUnderTest } from '../client/support/pages-under-test.js';
import type { ScriptedAnswer } from '../client/support/scripted-sessions.js';
import { settles } from '../client/support/settles.js';

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const under = pagesUnderTest();
let page: Page;

const inside = (selector: string) => page.locator(`aside-chat ${selector}`);
async function getAnswer(options: BrowserContextOptions): Promise<void> {
  const context = await under.browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
  page = await context.newPage();
  await page.goto(under.server.url);
  await page.click('[data-user=consultant]');
  await page.click('aside-chat .launch');
  await inside('.composer textarea').fill('How?');
  await inside('.composer textarea').press('Enter');
  await answerIs(page);
}

describe('a quote', () => {
  it('never lies over what it is cited for', async () => {
    await getAnswer(desktop);
    for (const cite of await inside('.prose .cite').all()) {
      await cite.scrollIntoViewIfNeeded();
      await cite.hover();
      const card = await inside('.quote').boundingBox();
      const block = await cite.evaluate((node) => {
        const { top, bottom } = (node.closest('p, li, td') ?? node).getBoundingClientRect();
        return { top, bottom: Math.min(bottom, node.getBoundingClientRect().bottom) };
      });
      expect(card && (card.y >= block.bottom || card.y + card.height <= block.top)).toBe(true);
      await page.mouse.move(0, 0);
      // While it stays it may lie over the next number.
      await settles(async () => expect(await inside('.quote').count()).toBe(0));
    }
  });

  /** The list may still come to rest, which takes a quote away. */
  const hoverFirst = () =>
    settles(async () => {
      await page.mouse.move(0, 0);
      await inside('.prose .cite').first().hover();
      expect(await inside('.quote').count()).toBe(1);
    });

  it('stays while the pointer is on it, and goes when it has left', async () => {
    await getAnswer(desktop);
    await hoverFirst();
    const card = await inside('.quote').boundingBox();
    if (!card) throw new Error('there is no quote');
    const until = performance.now() + 2 * widgetLimits.quoteStaysMs;
    for (let step = 0; performance.now() < until; step++)
      await page.mouse.move(card.x + 20 + (step % 9), card.y + card.height / 2, { steps: 3 });
    expect(await inside('.quote').count()).toBe(1);
    await page.mouse.move(0, 0);
    await settles(async () => expect(await inside('.quote').count()).toBe(0));
  });

  it('that the pointer opened goes with Escape, also when the focus is elsewhere on the page', async () => {
    await getAnswer(desktop);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await hoverFirst();
    await page.keyboard.press('Escape');
    await settles(async () => expect(await inside('.quote').count()).toBe(0));
    expect((await held(page))?.open).toBe(true);
  });

  const linked: NonNullable<ScriptedAnswer['sources']> = [1, 2].map((number) => ({
    number,
    title: `Title ${number}`,
    path: 'A › B',
    url: '',
    quote: 'Free.',
    score: 1,
  }));
  const focused = () =>
    page.evaluate(() => {
      const element = document.querySelector('aside-chat')?.shadowRoot?.activeElement;
      return `${element?.className} ${element?.textContent}`.trim();
    });
  const focusIs = (what: string) => settles(async () => expect(await focused()).toBe(what));
  async function tapFirst(): Promise<void> {
    const url = `${under.server.url}/widget.js`;
    under.script = {
      text: 'Endpoints are free.[1] So use them.[2]',
      sources: linked.map((source) => ({ ...source, url })),
    };
    await getAnswer(phone);
    await inside('.prose .cite').first().tap();
    await inside('.quote a').waitFor();
  }

  it('comes with the first tap of a finger, and has the link', async () => {
    await tapFirst();
    expect(page.context().pages()).toHaveLength(1);
    const [opened] = await Promise.all([page.context().waitForEvent('page'), inside('.quote a').tap()]);
    expect(opened.url()).toBe(`${under.server.url}/widget.js`);
  });

  it('that a finger opened has the focus on its link, and gives it back to its number', async () => {
    await tapFirst();
    await page.getByRole('dialog', { name: 'Title 1' }).waitFor();
    await focusIs('Open the source');
    await page.keyboard.press('Escape');
    await focusIs('cite 1');
    expect(await inside('.quote').count()).toBe(0);
    await inside('.prose .cite').first().tap();
    await focusIs('Open the source');
    await page.keyboard.press('Shift+Tab');
    await focusIs('cite 1');
    await inside('.prose .cite').first().tap();
    await focusIs('Open the source');
    await page.keyboard.press('Tab');
    await focusIs('cite 2');
    await inside('.quote').getByText('Title 2').waitFor();
    expect(await inside('.quote a').count()).toBe(0);
    expect((await held(page))?.open).toBe(true);
  });

  it('does not stand in the way of the keyboard after a finger', async () => {
    await tapFirst();
    await page.keyboard.press('Escape');
    await focusIs('cite 1');
    const [opened] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);
    expect(opened.url()).toBe(`${under.server.url}/widget.js`);
  });
});
