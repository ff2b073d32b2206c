import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { clientLimits } from '../../client/core/limits.js';
import { eventually } from '../support/eventually.js';
import { backplaneKinds } from '../support/server.js';
import { openBrowser, openProfile } from './support/browser.js';
import { type Installation, install } from './support/installation.js';
import { signIn, type Widget } from './support/widget.js';

describe.each(backplaneKinds)('two tabs of one user, on %s', (backplane) => {
  let installation: Installation;
  let browser: Browser;
  let profile: BrowserContext;
  let first: Widget;
  let second: Widget;
  beforeAll(async () => {
    installation = await install(backplane);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await installation.close();
  });
  beforeEach(async () => {
    installation.bedrock.control.clearScripts();
    profile = await openProfile(browser);
    first = await signIn(await profile.newPage(), installation.origin);
    await first.open();
    await first.ask('What does a NAT gateway cost?');
    await first.hasAnswered();
    second = await signIn(await profile.newPage(), installation.origin);
    await second.open();
    await second.holds(
      'the same session',
      ({ connection, messages }) => connection === 'live' && messages.length === 2,
    );
  });
  afterEach(() => profile.close());

  const wordsIn = ({ panel }: Widget) => panel.locator('.composer .typing').textContent();

  test('show each other that the user types, in a line that moves nothing and goes by itself', async () => {
    // To the pixel: a hundredth is the end of the panel's opening.
    const place = async () => Math.round((await second.field.boundingBox())?.y ?? 0);
    const before = await place();
    await first.field.pressSequentially('And how', { delay: 20 });
    await eventually(
      'the other tab says so',
      async () => (await wordsIn(second)) === 'You are typing elsewhere…',
    );
    expect(await place()).toBe(before);
    expect(await wordsIn(first)).toBe('');
    await eventually(
      'the line has gone',
      async () => (await wordsIn(second)) === '',
      clientLimits.typingShownMs + 10_000,
    );
    const { messages } = await second.held();
    expect(messages).toHaveLength(2);
  });

  test('stop showing it when the message comes', async () => {
    await first.field.pressSequentially('And for two?', { delay: 20 });
    await eventually('the other tab says so', async () => (await wordsIn(second)) !== '');
    await first.field.press('Enter');
    await second.holds('the question', ({ messages }) => messages.length === 4);
    expect(await wordsIn(second)).toBe('');
    await second.hasAnswered();
  });

  test('stay in step: messages, a stop, the title', async () => {
    installation.bedrock.control.script({ answer: 'A long answer about gateways. '.repeat(60), tokenMs: 40 });
    await second.ask('Tell me everything');
    await first.holds('the question', ({ messages }) => messages.length === 4);
    await first.isWriting();
    await first.panel.locator('[aria-label="Stop"]').click();
    const [here, there] = [await first.hasAnswered('stopped'), await second.hasAnswered('stopped')];
    expect(there.content).toBe(here.content);

    await first.panel.locator('.head [aria-label="Sessions"]').click();
    await first.panel.locator('.session .icon-button').first().click();
    await first.panel.getByText('Rename', { exact: true }).click();
    await first.panel.locator('.rename input').fill('Gateways, in both tabs');
    await first.page.keyboard.press('Enter');
    await second.panel.getByText('Gateways, in both tabs').first().waitFor();
  });

  test('see a name that was changed in another, in a list that is open, when they are seen again', async () => {
    // Another session is open there: no event of this one reaches it.
    await second.panel.getByRole('button', { name: 'New session' }).click();
    await second.panel.locator('.head [aria-label="Sessions"]').click();
    await second.panel.locator('.session').first().waitFor();
    await first.panel.locator('.head [aria-label="Sessions"]').click();
    await first.panel.locator('.session .icon-button').first().click();
    await first.panel.getByText('Rename', { exact: true }).click();
    await first.panel.locator('.rename input').fill('Renamed in the first');
    await first.page.keyboard.press('Enter');
    await first.panel.getByText('Renamed in the first').first().waitFor();
    await second.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await second.panel.getByText('Renamed in the first').first().waitFor();
  });

  test('count what is unread together: what one has shown is read in all', async () => {
    const badge = second.page.locator('aside-chat .launch .badge');
    await second.panel.locator('[aria-label="Minimise"]').click();
    await second.page.locator('aside-chat .launch').waitFor();
    await first.panel.locator('[aria-label="Minimise"]').click();
    await first.page.locator('aside-chat .launch').waitFor();
    const { sessionId } = await first.held();
    const token = await installation.signIn('consultant');
    await fetch(`${installation.origin}/api/v1/admin/chat/sessions/${sessionId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'Asked from elsewhere' }),
    });
    await badge.waitFor();
    await first.holds('one unread', ({ unread }) => unread === 1);
    expect((await second.held()).unread).toBe(1);
    await first.page.bringToFront();
    await first.page.locator('aside-chat .launch').click();
    await second.holds('nothing unread', ({ unread }) => unread === 0);
    await badge.waitFor({ state: 'detached' });
  });

  test('leave unread what is in another session than the one they show', async () => {
    installation.bedrock.control.script({ match: 'gateways', lengthTokens: 60, tokenMs: 50 });
    await first.ask('And how many gateways?');
    await first.holds('the question', ({ messages }) => messages.length === 4);
    await first.panel.locator('[aria-label="Minimise"]').click();
    await second.page.bringToFront();
    await second.panel.getByRole('button', { name: 'New session' }).click();
    await second.ask('What does S3 cost?');
    await second.hasAnswered();
    await first.holds('one unread', ({ unread }) => unread === 1);
    // Whatever a tab has to say to that, it says before it shows what another wrote after it.
    await second.panel.locator('[aria-label="Minimise"]').click();
    await second.page.locator('aside-chat .launch').click();
    await second.ask('And Glacier?');
    await second.hasAnswered();
    expect((await first.held()).unread).toBe(1);
    await first.page.bringToFront();
    await first.page.locator('aside-chat .launch').click();
    await first.holds('nothing unread', ({ unread }) => unread === 0);
  });
});
