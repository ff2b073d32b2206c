import { describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { held } from '../client/support/browser.js';
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
  await settles(async () => expect((await held(page))?.messages.at(-1)?.status).toBe('complete'));
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
    }
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
