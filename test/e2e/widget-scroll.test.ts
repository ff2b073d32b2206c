import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { held, openTab } from '../client/support/browser.js';
import { pagesUnderTest } from '../client/support/pages-under-test.js';
import { fullAnswer } from '../client/support/sample-answers.js';
import { settles } from '../client/support/settles.js';

const desktop = { name: 'desktop', width: 1280, height: 800, colorScheme: 'light' } as const;
const under = pagesUnderTest();
let page: Page;

async function askFirst(): Promise<void> {
  page = (await openTab(under.browser, desktop)).page;
  await page.goto(under.server.url);
  await page.click('[data-user=consultant]');
  await page.click('aside-chat .launch');
  await page.locator('aside-chat textarea').fill('How?');
  await page.keyboard.press('Enter');
}
const list = () => page.locator('aside-chat .list');
const answered = () => settles(async () => expect((await held(page))?.messages[1]?.status).toBe('complete'));

describe('the list of messages', () => {
  it('follows what is written only while its end is in view', async () => {
    under.script = { ...fullAnswer, text: `${fullAnswer.text}\n\n`.repeat(3), deltaMs: 4 };
    await askFirst();
    const distance = () => list().evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight);
    await settles(async () => expect(await list().evaluate((node) => node.scrollTop)).toBeGreaterThan(100));
    expect(await distance()).toBeLessThan(60);
    await list().hover();
    await page.mouse.wheel(0, -220);
    await page.locator('aside-chat .jump').waitFor();
    const top = await list().evaluate((node) => node.scrollTop);
    const length = (await held(page))?.messages[1]?.content.length ?? 0;
    await settles(async () => {
      expect((await held(page))?.messages[1]?.content.length).toBeGreaterThan(length + 200);
    });
    expect(await list().evaluate((node) => node.scrollTop)).toBe(top);
    await page.locator('aside-chat .jump').click();
    await settles(async () => expect(await distance()).toBeLessThan(60));
    await answered();
    expect(await distance()).toBeLessThan(60);
  });

  it('is followed on when the wheel turns something else: the zoom, or what scrolls inside of it', async () => {
    under.script = {
      text: `\`\`\`\n${'a line\n'.repeat(60)}\`\`\`\n${'More and more. '.repeat(400)}`,
      deltaMs: 30,
    };
    await askFirst();
    await page.locator('aside-chat .prose p').waitFor();
    await list().evaluate((node) => {
      node.addEventListener('wheel', () => node.setAttribute('data-turned', ''));
      const code = node.querySelector('pre');
      if (!code) throw new Error('no code');
      code.style.maxHeight = '300px';
      code.scrollTo({ top: 1_000 });
    });
    await settles(async () => expect(await list().evaluate((node) => node.scrollTop)).toBeGreaterThan(60));
    const isFollowed = async () => {
      const length = (await held(page))?.messages[1]?.content.length ?? 0;
      await settles(async () => {
        expect((await held(page))?.messages[1]?.content.length).toBeGreaterThan(length + 40);
      });
      expect(await page.locator('aside-chat .jump').count()).toBe(0);
    };
    await page.locator('aside-chat pre').hover();
    await page.mouse.wheel(0, -100);
    await page.locator('aside-chat .list[data-turned]').waitFor();
    await isFollowed();
    // The browser's driver would scroll and not zoom.
    await list().evaluate((node) =>
      node.dispatchEvent(new WheelEvent('wheel', { deltaY: -100, ctrlKey: true })),
    );
    await isFollowed();
  });

  it('is let go by the wheel, also where the list tells late that it was put at its end', async () => {
    under.script = { text: 'More and more. '.repeat(400), deltaMs: 30 };
    await askFirst();
    await settles(async () => expect(await list().evaluate((node) => node.scrollTop)).toBeGreaterThan(60));
    const top = await list().evaluate((node) => {
      node.dispatchEvent(new WheelEvent('wheel', { deltaY: -100 }));
      node.dispatchEvent(new Event('scroll'));
      return node.scrollTop;
    });
    const length = (await held(page))?.messages[1]?.content.length ?? 0;
    await settles(async () => {
      expect((await held(page))?.messages[1]?.content.length).toBeGreaterThan(length + 200);
    });
    expect(await list().evaluate((node) => node.scrollTop)).toBe(top);
  });

  it('does not move what is read when the answer ends', async () => {
    under.script = { ...fullAnswer, text: `${fullAnswer.text}\n\n`.repeat(2), deltaMs: 15 };
    await askFirst();
    await settles(async () => expect(await list().evaluate((node) => node.scrollTop)).toBeGreaterThan(60));
    await list().hover();
    // The browser cuts a turn at the top as it last drew the list, which may have grown since: then another one follows.
    await settles(async () => {
      await page.mouse.wheel(0, -2_000);
      expect(await list().evaluate((node) => node.scrollTop)).toBe(0);
    });
    await page.locator('aside-chat .jump').waitFor();
    expect((await held(page))?.messages[1]?.status).toBe('streaming');
    const place = () =>
      page
        .locator('aside-chat .prose > p')
        .first()
        .evaluate((node) => node.getBoundingClientRect().top);
    const before = await place();
    await answered();
    expect(await place()).toBe(before);
  });
});
