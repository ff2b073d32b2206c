import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { held, launchBrowser, openTab, type Tab, type View, views } from '../client/support/browser.js';
import { failure, fullAnswer, pricedAnswer } from '../client/support/sample-answers.js';
import { type ScriptedServer, startScriptedServer } from '../client/support/scripted-server.js';
import { settles } from '../client/support/settles.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = 'test/e2e/screens';
let browser: Browser;
let server: ScriptedServer;
let tab: Tab;

beforeAll(async () => {
  mkdirSync(screens, { recursive: true });
  browser = await launchBrowser();
  server = await startScriptedServer({
    staticRoot: 'dist/client',
    answerTo: (question) =>
      question.includes('region') ? failure : question.includes('month') ? pricedAnswer : fullAnswer,
  });
});
afterEach(async () => {
  server.faults.down = false;
  await tab.context.close();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function signIn(view: View): Promise<Page> {
  tab = await openTab(browser, view);
  await tab.page.goto(server.url);
  await tab.page.click('[data-user=consultant]');
  await tab.page.click('aside-chat .launch');
  await tab.page.waitForSelector('aside-chat .composer');
  return tab.page;
}

async function ask(page: Page, question: string, status = 'complete'): Promise<void> {
  await page.fill('aside-chat textarea', question);
  await page.keyboard.press('Enter');
  await settles(async () => {
    const messages = (await held(page))?.messages ?? [];
    expect(messages.at(-2)?.content).toBe(question);
    expect(messages.at(-1)?.status).toBe(status);
  });
}

/** Nothing sticks out of the panel sideways, nothing lies over something else that is pressed. */
async function checkLayout(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const root = document.querySelector('aside-chat')?.shadowRoot;
    const panel = root?.querySelector('.panel');
    if (!root || !panel) return ['no panel'];
    const box = panel.getBoundingClientRect();
    const scrollers = 'pre *, .table *, .unseen';
    return [...panel.querySelectorAll('*')]
      .filter((element) => !element.matches(scrollers))
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 0 && (left < box.left - 1 || right > box.right + 1);
      })
      .map((element) => element.outerHTML.slice(0, 80));
  });
  expect(wide).toEqual([]);
  const small = await page.evaluate(() => {
    const root = document.querySelector('aside-chat')?.shadowRoot;
    const least = innerWidth < 520 ? 44 : 32;
    return [...(root?.querySelectorAll('button, input, textarea') ?? [])]
      .filter((element) => element.checkVisibility() && !element.matches('.box textarea'))
      .filter((element) => element.getBoundingClientRect().height < least)
      .map((element) => element.outerHTML.slice(0, 90));
  });
  expect(small).toEqual([]);
}

async function checkAccess(page: Page): Promise<void> {
  // By the protocol, which the page's own policy against scripts does not reach.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const run: (context: unknown, options: unknown) => Promise<{ violations: unknown[] }> = Reflect.get(
      Reflect.get(window, 'axe'),
      'run',
    );
    const result = await run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return result.violations.map((violation) => JSON.stringify(violation).slice(0, 900));
  });
  expect(violations).toEqual([]);
}

describe.each(views)('the widget on a $name screen', (view) => {
  it('is laid out and accessible in every state, under the strictest policy', async () => {
    const page = await signIn(view);
    const look = async (state: string) => {
      await page.screenshot({ path: `${screens}/${view.name}-${state}.png` });
      await checkLayout(page);
      await checkAccess(page);
    };
    await look('1-empty');
    await ask(page, 'How can a client with three VPCs cut the cost of NAT gateways?');
    await look('2-answer');
    await page.locator('aside-chat .list').evaluate((list) => list.scrollTo({ top: 0 }));
    await page.locator('aside-chat .jump').waitFor();
    await page.locator('aside-chat .prose .cite').first().focus();
    await page.locator('aside-chat .quote').waitFor();
    await look('3-quote');
    await page.locator('aside-chat .jump').click();
    await ask(page, 'What do two NAT gateways cost a month?');
    await look('3-estimate');
    await ask(page, 'Would that hold for a whole region?', 'failed');
    await look('4-failed');
    await page.click('aside-chat [aria-label="Sessions"]');
    await page.locator('aside-chat .session .icon-button').first().click();
    await look('5-sessions');
    await page.click('aside-chat [aria-label="Back to the conversation"]');
    await page.click('aside-chat .chip');
    await look('6-context');
    await page.click('aside-chat [aria-label="Back to the conversation"]');
    await tab.context.setOffline(true);
    await page.locator('aside-chat .bar').waitFor();
    await page.fill('aside-chat textarea', 'And what would it cost?');
    await page.keyboard.press('Enter');
    await page.getByText('Will be sent when you are back online').waitFor();
    await look('7-offline');
    expect(tab.complaints).toEqual([]);
  });
});

describe('a citation', () => {
  it('is never alone on a line, at any width', async () => {
    const page = await signIn({ name: 'any', width: 390, height: 844, colorScheme: 'light' });
    await ask(page, 'How?');
    for (let width = 320; width <= 520; width += 5) {
      await page.setViewportSize({ width, height: 844 });
      const alone = await page.evaluate(() => {
        const root = document.querySelector('aside-chat')?.shadowRoot;
        return [...(root?.querySelectorAll('.prose .cite') ?? [])].filter((cite) => {
          const before = document.createRange();
          before.setStart(cite.parentNode ?? cite, 0);
          before.setEndBefore(cite);
          const last = [...before.getClientRects()].filter((box) => box.width > 1).at(-1);
          const box = cite.getBoundingClientRect();
          return !last || box.top > last.bottom || last.top > box.bottom;
        }).length;
      });
      expect({ width, alone }).toEqual({ width, alone: 0 });
    }
  });
});

describe('the ring around the field', () => {
  it('is there for those who come by keyboard, and for nobody else', async () => {
    const page = await signIn({ name: 'any', width: 1280, height: 800, colorScheme: 'light' });
    const isRinged = () =>
      page
        .locator('aside-chat .box:focus-within')
        .evaluate((box) => getComputedStyle(box).boxShadow !== 'none');
    await settles(async () => expect(await isRinged()).toBe(false));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await settles(async () => expect(await isRinged()).toBe(true));
    await page.click('aside-chat textarea');
    await settles(async () => expect(await isRinged()).toBe(false));
  });
});

describe('the sample dashboard on a phone', () => {
  it('keeps its settings behind a button, and its table on the screen', async () => {
    const view: View = { name: 'any', width: 390, height: 844, colorScheme: 'dark' };
    tab = await openTab(browser, view);
    await tab.page.goto(server.url);
    await tab.page.click('[data-user=consultant]');
    const settings = tab.page.locator('.settings');
    await tab.page.locator('.nav').waitFor();
    expect(await settings.isVisible()).toBe(false);
    for (const language of ['EN', 'FR']) {
      await tab.page.click('.nav .more');
      await settings.getByText(language).click();
      await checkAccess(tab.page);
      await tab.page.keyboard.press('Escape');
      expect(await settings.isVisible()).toBe(false);
      for (const name of ['meetings', 'clients', 'projects', 'costs', 'reports']) {
        await tab.page.click(`.pages a[href$=${name}]`);
        await tab.page.locator(`.pages a[href$=${name}][aria-current=page]`).waitFor();
        const hidden = await tab.page
          .locator('.sheet')
          .evaluate((sheet) => sheet.scrollWidth - sheet.clientWidth);
        expect({ language, name, hidden }).toEqual({ language, name, hidden: 0 });
      }
    }
  });
});
