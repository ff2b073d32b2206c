import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { held, openTab, type Tab, type View } from '../client/support/browser.js';
import { pagesUnderTest } from '../client/support/pages-under-test.js';
import { fullAnswer } from '../client/support/sample-answers.js';
import { settles } from '../client/support/settles.js';

const desktop: View = { name: 'desktop', width: 1280, height: 800, colorScheme: 'light' };
const under = pagesUnderTest();
let tab: Tab;
let page: Page;

beforeEach(async () => {
  tab = await openTab(under.browser, desktop);
  page = tab.page;
  await page.goto(under.server.url);
  await page.click('[data-user=consultant]');
  await page.click('aside-chat .launch');
});

const field = () => page.locator('aside-chat textarea');
async function ask(question: string): Promise<void> {
  await field().fill(question);
  await field().press('Enter');
  await settles(async () => {
    const messages = (await held(page))?.messages ?? [];
    expect(messages.at(-2)?.content).toBe(question);
    expect(messages.at(-1)?.status).toBe('complete');
  });
}

describe('what is typed', () => {
  it('for a new session is there after a reload', async () => {
    await field().fill('half a thought');
    await page.reload();
    await settles(async () => expect(await field().inputValue()).toBe('half a thought'));
    // Past the time in which a field that came too early would have written over it.
    await page.waitForTimeout(500);
    await page.reload();
    await settles(async () => expect(await field().inputValue()).toBe('half a thought'));
  });

  it('is there when the panel is closed, or another opened, right after the last key', async () => {
    await field().pressSequentially('half');
    await page.keyboard.press('Escape');
    await page.click('aside-chat .launch');
    expect(await field().inputValue()).toBe('half');
    await field().pressSequentially(' a thought');
    await page.click('aside-chat [aria-label="Sessions"]');
    await page.click('aside-chat [aria-label="Back to the conversation"]');
    expect(await field().inputValue()).toBe('half a thought');
  });

  it('in place of a question is there after the list of sessions and a reload, until it is given up', async () => {
    await ask('First');
    const edited = page.locator('aside-chat .editing textarea');
    await page.click('aside-chat .edit-button');
    await edited.pressSequentially(' thought');
    await page.click('aside-chat [aria-label="Sessions"]');
    await page.click('aside-chat [aria-label="Back to the conversation"]');
    await settles(async () => expect(await edited.inputValue()).toBe('First thought'));
    await page.reload();
    await settles(async () => expect(await edited.inputValue()).toBe('First thought'));
    // Nobody has asked for it on this page.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    await edited.press('Escape');
    await page.click('aside-chat .edit-button');
    expect(await edited.inputValue()).toBe('First');
  });

  it('right after the button for a new session goes into that one', async () => {
    await ask('First');
    const replaced = page.evaluate(async () => {
      const root = document.querySelector('aside-chat')?.shadowRoot;
      const before = root?.querySelector('textarea');
      root?.querySelector<HTMLElement>('[aria-label="New session"]')?.click();
      // Sooner than any key, and than the next frame.
      await null;
      return root?.querySelector('textarea') !== before;
    });
    expect(await replaced).toBe(true);
  });

  it('and sent without a connection is there after a reload, and goes out', async () => {
    await ask('First');
    under.server.faults.down = true;
    await field().fill('Second');
    await field().press('Enter');
    // The browser has its network: it is not the user who has to come back.
    await page.getByText('Waiting for the server to take it').waitFor();
    await page.reload();
    under.server.faults.down = false;
    await settles(async () => {
      const messages = (await held(page))?.messages ?? [];
      expect(messages.map(({ type }) => type)).toEqual(['user', 'assistant', 'user', 'assistant']);
      expect(messages[2]?.content).toBe('Second');
      expect(messages[3]?.status).toBe('complete');
    });
  });

  it('without a network can be withdrawn, and is on no record', async () => {
    await ask('First');
    await tab.context.setOffline(true);
    await field().fill('Second');
    await field().press('Enter');
    await page.getByText('Will be sent when you are back online').waitFor();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await settles(async () => expect((await held(page))?.messages).toHaveLength(2));
    await tab.context.setOffline(false);
    await ask('Third');
    expect((await held(page))?.messages.map(({ content }) => content)).not.toContain('Second');
    expect([...under.server.sessions.values()][0]?.messages).toHaveLength(4);
  });

  it('and refused can be discarded', async () => {
    await ask('First');
    under.server.faults.postStatuses = [422];
    await field().fill('Refused');
    await field().press('Enter');
    await page.getByRole('button', { name: 'Discard' }).click();
    await settles(async () => expect((await held(page))?.messages).toHaveLength(2));
  });
});

describe('an answer that cannot be drawn', () => {
  it('shows as it was written, and the chat goes on', async () => {
    under.script = { text: '>'.repeat(3_000), pieceLength: 500 };
    await ask('Deep?');
    await page.locator('aside-chat .as-written').waitFor();
    under.script = fullAnswer;
    await ask('And now?');
    await page.locator('aside-chat .prose ol').waitFor();
    expect(tab.complaints).toEqual([]);
  });
});

describe('an answer that ends', () => {
  it('in a hidden tab counts as unread, until the tab is seen', async () => {
    under.script = { ...fullAnswer, stageMs: 150 };
    await field().fill('How?');
    await field().press('Enter');
    const show = (state: 'hidden' | 'visible') =>
      page.evaluate((now) => {
        Object.defineProperty(document, 'visibilityState', { value: now, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await show('hidden');
    await settles(async () => expect((await held(page))?.unread).toBe(1));
    await show('visible');
    expect((await held(page))?.unread).toBe(0);
  });
});

describe('the languages of the page', () => {
  it('are marked on the widget and on each message that has one', async () => {
    await ask('How?');
    const [session] = under.server.sessions.values();
    for (const message of session?.messages ?? []) message.language = 'fr';
    await page.reload();
    await page.locator('aside-chat .prose[lang=fr]').waitFor();
    expect(await page.locator('aside-chat .bubble[lang=fr]').count()).toBe(1);
    expect(await page.locator('aside-chat .aside[lang=en]').count()).toBeGreaterThan(0);
  });
});

describe('a host page', () => {
  it('may start the widget from its head, twice, and write the element without an address', async () => {
    const before = under.server.requests.length;
    await page.route('**/head', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><html><head><title>Head</title><script src="${under.server.url}/widget.js"></script>
          <script>
            const token = ${JSON.stringify(under.server.requests[0]?.token)};
            const getToken = () => new Promise((done) => setTimeout(() => done(token), 20));
            Aside.init({ getToken });
            Aside.init({ getToken });
          </script></head><body><h1>Head</h1></body></html>`,
      }),
    );
    await page.goto(`${under.server.url}/head`);
    await page.locator('aside-chat .launch, aside-chat .panel').first().waitFor();
    expect(await page.locator('aside-chat').count()).toBe(1);
    await settles(async () => expect((await held(page))?.connection).toBe('ready'));
    const lists = () => under.server.requests.slice(before).filter(({ path }) => path.startsWith('?'));
    expect(lists()).toHaveLength(1);
    expect(tab.complaints).toEqual([]);
    await page.evaluate(() => {
      document.querySelector('aside-chat')?.remove();
      document.body.innerHTML = '<aside-chat></aside-chat>';
      const element = document.querySelector('aside-chat');
      if (element) Object.assign(element, { getToken: Reflect.get(window, 'Aside') && (() => null) });
    });
    await page.locator('aside-chat .launch, aside-chat .panel').first().waitFor();
  });
});
