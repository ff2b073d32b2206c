import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { answerIs, held, openTab, type Tab, type View } from '../client/support/browser.js';
import { pagesUnderTest } from '../client/support/pages-under-test.js';
import { failure, fullAnswer } from '../client/support/sample-answers.js';
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
  await page.locator('aside-chat .launch').focus();
  await page.keyboard.press('Enter');
  await focusIs('textarea', 'Your message');
});

/** What has the focus: its element and its name; `body` when nothing has. */
function focused(): Promise<string> {
  return page.evaluate(() => {
    const root = document.querySelector('aside-chat')?.shadowRoot;
    const element = root?.activeElement;
    if (!element) return document.activeElement?.localName ?? 'nothing';
    const name = element.getAttribute('aria-label') ?? (element as HTMLElement).innerText;
    return `${element.localName} ${name.split('\n')[0]}`;
  });
}
const focusIs = (element: string, name: string) =>
  settles(async () => expect(await focused()).toBe(`${element} ${name}`));
/** Presses Tab, or Shift+Tab, until the control of this name has the focus. */
async function tabTo(name: string, back = false): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if ((await focused()).endsWith(` ${name}`)) return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`${name} was not reached; the focus is on ${await focused()}`);
}
async function press(name: string, back = false): Promise<void> {
  await tabTo(name, back);
  await page.keyboard.press('Enter');
}
async function ask(question: string, status = 'complete'): Promise<void> {
  await tabTo('Your message');
  await page.keyboard.type(question);
  await page.keyboard.press('Enter');
  await answerIs(page, status);
}

describe('the keyboard focus', () => {
  it('goes into the context form and comes back to where it was', async () => {
    await page.keyboard.type('half');
    const chip = 'Context: Acme Retail, Architecture review. Edit';
    const name = await page.locator('aside-chat .chip').getAttribute('aria-label');
    await press(name ?? chip);
    await settles(async () => expect(await focused()).toMatch(/^input/));
    await press('Save');
    await settles(async () => expect(await focused()).toMatch(/^(button Context|textarea)/));
    await press((await page.locator('aside-chat .chip').getAttribute('aria-label')) ?? chip);
    await press('Cancel');
    await settles(async () => expect(await focused()).toMatch(/^(button Context|textarea)/));
    expect(await page.locator('aside-chat textarea').inputValue()).toBe('half');
  });

  it('stays with the session while it is renamed, closed, reopened and deleted', async () => {
    await ask('First');
    await press('New session', true);
    await focusIs('textarea', 'Your message');
    await ask('Second');
    await press('Sessions', true);
    await focusIs('button', 'Back to the conversation');
    const more = () => page.locator('aside-chat .session .icon-button').first();
    await press('Actions for Second');
    expect(await more().getAttribute('aria-expanded')).toBe('true');
    await press('Rename');
    await focusIs('input', 'Name of the session');
    await page.keyboard.press('Escape');
    await focusIs('button', 'Actions for Second');
    expect(await more().getAttribute('aria-expanded')).toBe('false');
    await press('Actions for Second');
    await press('Rename');
    await page.keyboard.type('Renamed');
    await page.keyboard.press('Enter');
    await settles(async () => expect(await focused()).toMatch(/^button Actions for (Second)?Renamed$/));
    const name = (await focused()).replace('button ', '');
    for (const action of ['Close', 'Reopen']) {
      await press(name);
      await press(action);
      await focusIs('button', name);
      await page.getByRole('button', { name: 'Actions' }).first().waitFor();
      await settles(async () => {
        const tags = await page.locator('aside-chat .session .tag').count();
        expect(tags).toBe(action === 'Close' ? 1 : 0);
      });
    }
    await press(name);
    await press('Delete');
    await focusIs('button', 'Keep');
    await press('Delete', true);
    await settles(async () => expect(await page.locator('aside-chat .session').count()).toBe(1));
    await focusIs('button', 'Actions for First');
    await press('Actions for First');
    await press('Delete');
    await press('Delete', true);
    await settles(async () => expect(await page.locator('aside-chat .session').count()).toBe(0));
    await settles(async () => expect(await focused()).not.toMatch(/^body|^nothing/));
  });

  it('is not lost with a quick question, a retry, a notice or a stop', async () => {
    under.script = failure;
    await press('Compare ECS on Fargate and EKS.', true);
    await focusIs('textarea', 'Your message');
    await page.getByText('Try again').waitFor();
    under.script = { ...fullAnswer, deltaMs: 10 };
    await press('Try again', true);
    await focusIs('textarea', 'Your message');
    await press('Stop');
    await focusIs('textarea', 'Your message');
    await page.locator('aside-chat .aside-note', { hasText: 'Stopped. What was written is kept.' }).waitFor();
    under.server.faults.statuses['PUT '] = [500];
    await press('Sessions', true);
    await press('Actions for Compare ECS on Fargate and EKS. In a table.');
    await press('Close');
    await press('Dismiss', true);
    await settles(async () => expect(await focused()).not.toMatch(/^body|^nothing/));
    await settles(async () => expect(await page.locator('aside-chat .bar').count()).toBe(0));
  });

  it('is not lost with the bar that said there is no connection', async () => {
    await ask('How?');
    under.server.faults.down = true;
    await page.evaluate(() => window.dispatchEvent(new Event('offline')));
    await page.locator('aside-chat .bar').waitFor();
    await tabTo('Now', true);
    under.server.faults.down = false;
    await page.keyboard.press('Enter');
    await page.locator('aside-chat .bar').waitFor({ state: 'detached' });
    await focusIs('textarea', 'Your message');
  });

  it('stays on the page when the user has put it there', async () => {
    under.script = { ...fullAnswer, deltaMs: 8 };
    await page.keyboard.type('How?');
    await page.keyboard.press('Enter');
    await page.locator('aside-chat [aria-label=Stop]').waitFor();
    await tabTo('Stop');
    await page.mouse.click(200, 500);
    await answerIs(page);
    await page.locator('aside-chat [aria-label=Send]').waitFor();
    expect(await focused()).toBe('body');
  });
});

describe('a citation by keyboard', () => {
  it('is described by its quote, which Escape hides first, and opens its source on Enter', async () => {
    await ask('How?');
    await tabTo('Source 1: NAT gateway pricing and its two meters', true);
    const described = () =>
      page.evaluate(() => {
        const root = document.querySelector('aside-chat')?.shadowRoot;
        const id = root?.activeElement?.getAttribute('aria-describedby');
        return id ? (root?.getElementById(id)?.innerText ?? null) : null;
      });
    await settles(async () => expect(await described()).toContain('billed by the hour'));
    await page.keyboard.press('Escape');
    await page.locator('aside-chat .quote').waitFor({ state: 'detached' });
    expect((await held(page))?.open).toBe(true);
    await page.keyboard.press('Enter');
    await settles(async () => expect(await focused()).toMatch(/^summary/));
    expect(await page.locator('aside-chat details.card[open]').count()).toBe(1);
    await page.keyboard.press('Escape');
    await settles(async () => expect((await held(page))?.open).toBe(false));
  });
});

describe('a screen reader', () => {
  it('hears what became of a question, and nothing of what history brings', async () => {
    const told = () =>
      page.locator('aside-chat .unseen[aria-live=polite]').evaluate((node) => node.textContent);
    await ask('How?');
    await settles(async () => expect(await told()).toMatch(/^Answer finished\. With three VPCs/));
    under.script = failure;
    await ask('And then?', 'failed');
    await settles(async () =>
      expect(await told()).toMatch(/^The question could not be answered\. The model/),
    );
    under.server.faults.postStatuses = [422];
    await page.keyboard.type('Refused');
    await page.keyboard.press('Enter');
    await settles(async () => expect(await told()).toBe('Not sent. STATUS_422.'));
    await page.reload();
    await page.locator('aside-chat .failed').first().waitFor();
    expect(await told()).toBe('');
    expect(await page.locator('aside-chat .list [role=alert]').count()).toBe(0);
  });
});
