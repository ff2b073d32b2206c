import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { backplaneKinds } from '../support/server.js';
import { openBrowser, openProfile } from './support/browser.js';
import { type Installation, install } from './support/installation.js';
import { createPictures, sizes } from './support/pictures.js';
import { signIn, type Widget } from './support/widget.js';

describe.each(backplaneKinds.slice(-1))('versions on the page, with %s as the backplane', (backplane) => {
  let aside: Installation;
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
    aside = await install(backplane);
  });
  afterAll(async () => {
    await browser?.close();
    await aside?.close();
  });
  afterEach(() => aside.bedrock.control.clearScripts());

  const say = (answer: string) => aside.bedrock.control.script({ times: 1, answer });
  const button = ({ panel }: Widget, name: string) => panel.getByRole('button', { name, exact: true });
  const texts = async (widget: Widget) => (await widget.held()).messages.map(({ content }) => content);
  const shows = (widget: Widget, text: string) =>
    eventually(`the page shows ${text}`, async () =>
      (await widget.panel.locator('.list').innerText()).includes(text),
    );
  const gone = (widget: Widget, text: string) =>
    eventually(`the page no longer shows ${text}`, async () => {
      return !(await widget.panel.locator('.list').innerText()).includes(text);
    });
  const versionTold = (widget: Widget, of: 'answer' | 'question') =>
    widget.panel
      .getByRole('group', { name: `Versions of the ${of}` })
      .locator('.unseen')
      .innerText();

  test('an answer is given again, a question edited, and both can be leafed through in every tab', async () => {
    const profile = await openProfile(browser);
    const widget = await signIn(await profile.newPage(), aside.origin);
    await widget.open();
    say('The first answer.');
    await widget.ask('Teh question?');
    await widget.hasAnswered();
    const other = await signIn(await profile.newPage(), aside.origin);
    await other.open();
    await other.holds('the answer', ({ messages }) => messages.length === 2);

    say('The second answer.');
    await button(widget, 'Regenerate').click();
    for (const page of [widget, other]) {
      await page.holds('the second answer', ({ messages }) => messages[1]?.content === 'The second answer.');
      await shows(page, 'The second answer.');
      await gone(page, 'The first answer.');
      expect(await versionTold(page, 'answer')).toBe('Version 2 of 2');
    }
    // By keyboard: the button that can do nothing more keeps the focus.
    const earlier = button(widget, 'Earlier version');
    await earlier.focus();
    await earlier.press('Enter');
    await shows(widget, 'The first answer.');
    expect(await versionTold(widget, 'answer')).toBe('Version 1 of 2');
    expect(await earlier.getAttribute('aria-disabled')).toBe('true');
    expect(await earlier.evaluate((element) => element.matches(':focus'))).toBe(true);
    expect(await button(widget, 'Regenerate').count()).toBe(0);
    await shows(other, 'The second answer.');

    await button(widget, 'Later version').click();
    await button(widget, 'Edit the question').click();
    const field = widget.panel.getByRole('textbox', { name: 'Edit the question' });
    expect(await field.inputValue()).toBe('Teh question?');
    await field.press('Escape');
    expect(await widget.panel.isVisible()).toBe(true);
    expect(await button(widget, 'Edit the question').evaluate((element) => element.matches(':focus'))).toBe(
      true,
    );
    await button(widget, 'Edit the question').press('Enter');
    say('The better answer.');
    await field.fill('The question?');
    await field.press('Enter');
    for (const page of [widget, other]) {
      await page.holds('the better answer', ({ messages }) => messages[1]?.content === 'The better answer.');
      expect(await texts(page)).toEqual(['The question?', 'The better answer.']);
      await shows(page, 'The better answer.');
      expect(await versionTold(page, 'question')).toBe('Version 2 of 2');
    }

    await other.page.reload();
    await other.open();
    await other.holds('the same', ({ messages }) => messages.length === 2);
    expect(await texts(other)).toEqual(['The question?', 'The better answer.']);
    await button(other, 'Earlier version').click();
    await shows(other, 'Teh question?');
    await shows(other, 'The second answer.');
    expect(await versionTold(other, 'answer')).toBe('Version 2 of 2');
    await profile.close();
  });

  test('a follow-up brings the current versions back: what it goes on from is what is on screen', async () => {
    const profile = await openProfile(browser);
    const widget = await signIn(await profile.newPage(), aside.origin);
    await widget.open();
    say('Of Postgres.');
    await widget.ask('What of Postgres?');
    await widget.hasAnswered();
    await button(widget, 'Edit the question').click();
    say('Of MySQL.');
    const field = widget.panel.getByRole('textbox', { name: 'Edit the question' });
    await field.fill('What of MySQL?');
    await field.press('Enter');
    await shows(widget, 'Of MySQL.');
    await widget.hasAnswered();
    await button(widget, 'Earlier version').click();
    await shows(widget, 'Of Postgres.');
    say('Of Aurora.');
    await widget.ask('And for Aurora?');
    await shows(widget, 'Of Aurora.');
    await shows(widget, 'Of MySQL.');
    await gone(widget, 'Of Postgres.');
    expect(await versionTold(widget, 'question')).toBe('Version 2 of 2');
    // Whoever looks back afterwards may.
    await button(widget, 'Earlier version').click();
    await shows(widget, 'Of Postgres.');
    await profile.close();
  });

  test.each(sizes)('look as they should at $name, in light and dark', async ({ name, device }) => {
    await aside.database.query('DELETE FROM sessions');
    const profile = await openProfile(browser, { ...device, reducedMotion: 'reduce' });
    const page = await profile.newPage();
    const { shoot, findings } = createPictures(page, 'versions', name);
    const widget = await signIn(page, aside.origin);
    await widget.open();
    await widget.ask('How can a client with three VPCs cut the cost of NAT gateways?');
    await widget.hasAnswered();
    await button(widget, 'Regenerate').click();
    await widget.holds('a second version', ({ messages }) => messages[1]?.version === 2);
    await widget.hasAnswered();
    await button(widget, 'Edit the question').click();
    await shoot('editing');
    await widget.panel
      .getByRole('textbox', { name: 'Edit the question' })
      .fill('How can a client with two VPCs cut the cost of NAT gateways and of endpoints?');
    await widget.panel.locator('.edit').getByRole('button', { name: 'Send' }).click();
    await widget.holds('an edited question', ({ messages }) => messages[0]?.version === 2);
    await widget.hasAnswered();
    await button(widget, 'Regenerate').click();
    await widget.holds('a second version', ({ messages }) => messages[1]?.version === 2);
    await widget.hasAnswered();
    await shoot('end');
    await widget.panel.locator('.list').evaluate((list) => list.scrollTo(0, 0));
    await shoot('top');
    expect(findings).toEqual([]);
    await profile.close();
  });
});
