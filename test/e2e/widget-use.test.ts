import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { held, openTab, type Tab, type View, views } from '../client/support/browser.js';
import { pagesUnderTest } from '../client/support/pages-under-test.js';
import { fullAnswer } from '../client/support/sample-answers.js';
import { settles } from '../client/support/settles.js';

const desktop: View = { name: 'desktop', width: 1280, height: 800, colorScheme: 'light' };
const under = pagesUnderTest();
let tab: Tab;
let page: Page;

async function signIn(locale = 'en-GB'): Promise<void> {
  tab = await openTab(under.browser, desktop, locale);
  page = tab.page;
  await page.goto(under.server.url);
  await page.click('[data-user=consultant]');
  await page.locator('aside-chat .launch').waitFor();
}
const field = () => page.locator('aside-chat textarea');
const openPanel = () => page.click('aside-chat .launch');
/** In a widget just opened. */
async function askFirst(): Promise<void> {
  await signIn();
  await openPanel();
  await field().fill('How?');
  await page.keyboard.press('Enter');
}
const answered = () =>
  settles(async () => {
    const messages = (await held(page))?.messages ?? [];
    expect(messages.length % 2).toBe(0);
    expect(messages.at(-1)?.status).toBe('complete');
  });

describe('the widget by keyboard', () => {
  it('opens into the text field, and Escape gives the focus back to the launcher', async () => {
    await signIn();
    await page.locator('aside-chat .launch').focus();
    await page.keyboard.press('Enter');
    await settles(async () => expect(await field().evaluate((node) => node.matches(':focus'))).toBe(true));
    await page.keyboard.press('Escape');
    await settles(async () => {
      const launcher = page.locator('aside-chat .launch');
      expect(await launcher.evaluate((node) => node.matches(':focus'))).toBe(true);
    });
  });

  it('sends on Enter, breaks the line on Shift+Enter, and leaves Enter to an input method', async () => {
    await signIn();
    await openPanel();
    await field().pressSequentially('one');
    await page.keyboard.press('Shift+Enter');
    await field().pressSequentially('two');
    await field().evaluate((node) => {
      node.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
      );
    });
    expect((await held(page))?.messages).toEqual([]);
    await page.keyboard.press('Enter');
    await answered();
    expect((await held(page))?.messages[0]?.content).toBe('one\ntwo');
    expect(await field().inputValue()).toBe('');
  });

  it('keeps what is typed from the shortcuts of the page', async () => {
    await signIn();
    await openPanel();
    await page.evaluate(() => {
      window.addEventListener('keydown', () => document.body.setAttribute('data-heard', ''));
    });
    await field().pressSequentially('g');
    expect(await page.evaluate(() => document.body.hasAttribute('data-heard'))).toBe(false);
  });
});

describe('the widget over pages and reloads', () => {
  it('stays open, with its conversation and draft, while the host changes pages and after a reload', async () => {
    await askFirst();
    await answered();
    await field().fill('half a thought');
    await page.click('a[href="#/costs"]');
    expect(await field().inputValue()).toBe('half a thought');
    await page.reload();
    await page.locator('aside-chat .prose').waitFor();
    expect(await field().inputValue()).toBe('half a thought');
    expect((await held(page))?.messages[1]?.content).toBe(fullAnswer.text);
  });

  it('shows the time that an answer took as the server tells it, while it is watched and after a reload', async () => {
    under.script = { ...fullAnswer, tookMs: 83_400 };
    await askFirst();
    await answered();
    const line = page.locator('aside-chat .colophon .meta');
    expect(await line.innerText()).toMatch(/ · 83\.4\ss$/);
    await page.reload();
    await line.waitFor();
    expect(await line.innerText()).toMatch(/ · 83\.4\ss$/);
  });

  it('goes on with an answer after a reload in its middle, exactly', async () => {
    under.script = { ...fullAnswer, deltaMs: 12 };
    await askFirst();
    await settles(async () => {
      expect((await held(page))?.messages[1]?.content.length).toBeGreaterThan(150);
    });
    await page.reload();
    await answered();
    const rows = [...under.server.sessions.values()][0]?.messages.map((row) => row.content);
    expect((await held(page))?.messages.map((message) => message.content)).toEqual(rows);
  });

  it('counts answers that end while it is minimised, and forgets the count when it is opened', async () => {
    under.script = { ...fullAnswer, stageMs: 150 };
    await askFirst();
    await page.keyboard.press('Escape');
    await page.locator('aside-chat .badge', { hasText: '1' }).waitFor();
    await openPanel();
    expect((await held(page))?.unread).toBe(0);
  });

  it('leaves the page when the user signs out', async () => {
    await signIn();
    await page.getByText('Sign out').click();
    await page.locator('[data-user=admin]').waitFor();
    expect(await page.locator('aside-chat').count()).toBe(0);
  });
});

describe('the conversation', () => {
  it('stops on one press and keeps what was written', async () => {
    under.script = { ...fullAnswer, deltaMs: 15 };
    await askFirst();
    await page.locator('aside-chat .prose').waitFor();
    await page.click('aside-chat [aria-label="Stop"]');
    await page.locator('aside-chat .aside-note', { hasText: 'Stopped. What was written is kept.' }).waitFor();
    const rows = [...under.server.sessions.values()][0]?.messages;
    expect((await held(page))?.messages[1]?.content).toBe(rows?.[1]?.content);
    await page.click('aside-chat .aside-note button');
    await page.locator('aside-chat [data-status="complete"]').waitFor();
    expect((await held(page))?.messages[1]?.content).toBe(fullAnswer.text);
  });

  it('can be stopped while the next question is typed', async () => {
    under.script = { ...fullAnswer, deltaMs: 15 };
    await askFirst();
    await page.locator('aside-chat .prose').waitFor();
    await field().fill('And then?');
    await page.click('aside-chat [aria-label="Stop"]');
    await page.locator('aside-chat [data-status="stopped"]').waitFor();
    expect(await field().inputValue()).toBe('And then?');
  });

  it('tells a screen reader of a finished answer once, not of each piece', async () => {
    under.script = { ...fullAnswer, deltaMs: 3 };
    await signIn();
    await openPanel();
    await page.evaluate(() => {
      const region = document.querySelector('aside-chat')?.shadowRoot?.querySelector('[aria-live=polite]');
      if (!region) throw new Error('no live region');
      new MutationObserver(() => {
        document.body.dataset.told = String(Number(document.body.dataset.told ?? 0) + 1);
      }).observe(region, { childList: true, characterData: true, subtree: true });
    });
    await field().fill('How?');
    await page.keyboard.press('Enter');
    await answered();
    await settles(async () => expect(await page.evaluate(() => document.body.dataset.told)).toBe('1'));
  });
});

describe('the languages', () => {
  it('follow the under.browser, and the host page when it changes', async () => {
    await signIn('fr-FR');
    await openPanel();
    await page.getByText('Que doit savoir Acme Retail').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
    await page.locator('label', { hasText: 'EN' }).click();
    await page.getByText('What does Acme Retail need to know?').waitFor();
  });
});

describe('a wish that cannot be met', () => {
  it('is refused with what can be, and changes nothing', async () => {
    await signIn();
    const tried = (method: 'setTheme' | 'setLanguage', value: string) =>
      page.evaluate(
        ([name, wish]) => {
          try {
            Reflect.apply(Reflect.get(window.Aside ?? {}, name), window.Aside, [wish]);
            return null;
          } catch (error) {
            return String(error);
          }
        },
        [method, value] as const,
      );
    const attribute = (name: string) => page.locator('aside-chat').getAttribute(name);
    const [theme, lang] = [await attribute('theme'), await attribute('lang')];
    expect(await tried('setTheme', 'pink')).toBe(
      'TypeError: Aside: the theme is one of light, dark, system; pink is none of them.',
    );
    expect(await tried('setLanguage', 'de')).toBe(
      'TypeError: Aside: the language is one of en, fr; de is none of them.',
    );
    expect([await attribute('theme'), await attribute('lang')]).toEqual([theme, lang]);
    expect(await tried('setTheme', 'dark')).toBeNull();
    expect(await tried('setLanguage', 'fr-CA')).toBeNull();
    expect([await attribute('theme'), await attribute('lang')]).toEqual(['dark', 'fr-CA']);
  });
});

describe('the appearance', () => {
  it.each([
    ['light', 'rgb(227, 240, 234)', 'rgb(19, 84, 66)'],
    ['dark', 'rgb(23, 51, 43)', 'rgb(139, 220, 194)'],
  ])('has its own accent, and follows that of a page in all that bears it: %s', async (theme, soft, text) => {
    await askFirst();
    await answered();
    await page.evaluate((wish) => Reflect.get(window.Aside ?? {}, 'setTheme')(wish), theme);
    const colour = (selector: string, name: 'backgroundColor' | 'color') =>
      page
        .locator(`aside-chat ${selector}`)
        .first()
        .evaluate((node, property) => getComputedStyle(node)[property], name);
    await settles(async () => expect(await colour('.bubble', 'backgroundColor')).toBe(soft));
    expect(await colour('.prose .cite', 'color')).toBe(text);
    await page.locator('aside-chat').evaluate((node) => node.style.setProperty('--aside-accent', '#d00'));
    const red = /^color\(srgb (0\.\d+|1) (0\.\d+) (0\.\d+)\)$/;
    for (const told of [await colour('.bubble', 'backgroundColor'), await colour('.prose .cite', 'color')]) {
      const [, r, g, b] = red.exec(told) ?? [];
      expect(Number(r)).toBeGreaterThan(Number(g) + 0.1);
      expect(Number(r)).toBeGreaterThan(Number(b) + 0.1);
    }
  });

  it.each(views.filter((view) => view.width > 1_000))(
    'follows the system, and the page: $name',
    async (view) => {
      tab = await openTab(under.browser, view);
      page = tab.page;
      await page.goto(under.server.url);
      await page.click('[data-user=consultant]');
      await openPanel();
      const ground = () =>
        page.locator('aside-chat .chat').evaluate((node) => getComputedStyle(node).backgroundColor);
      const [light, dark] = ['rgb(255, 255, 255)', 'rgb(21, 25, 26)'];
      expect(await ground()).toBe(view.colorScheme === 'light' ? light : dark);
      await page.locator('label', { hasText: view.colorScheme === 'light' ? 'Dark' : 'Light' }).click();
      await settles(async () => expect(await ground()).toBe(view.colorScheme === 'light' ? dark : light));
    },
  );

  it('is as large as the window allows when asked for, and still so after a reload', async () => {
    await signIn();
    await openPanel();
    const size = async () =>
      (await page.locator('aside-chat .panel').boundingBox()) ?? { width: 0, height: 0 };
    expect(await size()).toMatchObject({ width: 412, height: 700 });
    await page.click('aside-chat [aria-label="Enlarge"]');
    expect(await size()).toMatchObject({ width: 680, height: desktop.height - 48 });
    await page.reload();
    await page.click('aside-chat [aria-label="Usual size"]');
    expect(await size()).toMatchObject({ width: 412, height: 700 });
  });
});
