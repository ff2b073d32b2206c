import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { backplaneKinds } from '../support/server.js';
import { openBrowser, openProfile } from './support/browser.js';
import { type Installation, install } from './support/installation.js';
import { createPictures, sizes } from './support/pictures.js';
import { signIn, type Widget } from './support/widget.js';

describe.each(backplaneKinds.slice(-1))(
  'quick actions on the page, with %s as the backplane',
  (backplane) => {
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

    const menu = ({ panel }: Widget) => panel.getByRole('button', { name: 'Quick actions' });
    const items = ({ panel }: Widget) => panel.getByRole('menuitem');

    test('three are offered before the first question, all in a menu, in the words of the session', async () => {
      const profile = await openProfile(browser);
      const widget = await signIn(await profile.newPage(), aside.origin);
      await widget.open();
      const chips = widget.panel.locator('.quick button');
      await eventually('three are offered', async () => (await chips.count()) === 3);
      expect(await chips.first().locator('b').innerText()).toBe(
        'Estimate the monthly cost of ECS on Fargate and EKS for Acme Retail.',
      );
      await menu(widget).click();
      expect(await items(widget).locator('b').allInnerTexts()).toEqual([
        'Cost estimate',
        'Compare services',
        'Best practices',
        'Risks',
      ]);
      await widget.page.keyboard.press('Escape');
      expect(await items(widget).count()).toBe(0);
      expect(await widget.panel.isVisible()).toBe(true);
      await chips.nth(2).click();
      const first = await widget.holds('the question', ({ messages }) => messages.length === 2);
      expect(first.messages[0]?.content).toMatch(/^Which best practices should we check for Acme Retail/);
      await widget.hasAnswered();

      // By keyboard, with words of the user's own.
      await widget.field.fill('For the board, please.');
      await menu(widget).focus();
      await menu(widget).press('Enter');
      await eventually('the first has the focus', () =>
        items(widget)
          .first()
          .evaluate((element) => element.matches(':focus')),
      );
      expect(await items(widget).count()).toBe(6);
      await widget.page.keyboard.press('End');
      await widget.page.keyboard.press('ArrowUp');
      await widget.page.keyboard.press('Enter');
      const second = await widget.holds('the next question', ({ messages }) => messages.length === 4);
      expect(second.messages[2]?.content).toMatch(
        /^What are the next steps for Acme Retail\?.*\n\nFor the board, please\.$/,
      );
      expect(await widget.field.inputValue()).toBe('');
      const answer = await widget.hasAnswered();
      expect(answer.content).toMatch(/^What was said so far:/);
      await profile.close();
    });

    test('follow the language and the context', async () => {
      const profile = await openProfile(browser);
      const widget = await signIn(await profile.newPage(), aside.origin);
      await widget.open();
      const chip = widget.panel.locator('.quick button b').first();
      await widget.panel.locator('.composer .chip').click();
      await widget.panel.getByLabel('Client').fill('Belcourt');
      await widget.panel.getByRole('button', { name: 'Save' }).click();
      await eventually('the new client is named', async () => (await chip.innerText()).includes('Belcourt'));
      await widget.page.getByRole('radio', { name: 'FR' }).check({ force: true });
      await eventually('it is French', async () => (await chip.innerText()).startsWith('Estimez'));
      await profile.close();
    });

    test.each(sizes)('look as they should at $name, in light and dark', async ({ name, device }) => {
      await aside.database.query('DELETE FROM sessions');
      const profile = await openProfile(browser, { ...device, reducedMotion: 'reduce' });
      const page = await profile.newPage();
      const { shoot, findings } = createPictures(page, 'actions', name);
      const widget = await signIn(page, aside.origin);
      await widget.open();
      const chips = widget.panel.locator('.quick button');
      await eventually('three are offered', async () => (await chips.count()) === 3);
      await shoot('empty');
      await chips.first().click();
      await widget.holds('the question', ({ messages }) => messages.length === 2);
      await widget.hasAnswered();
      await shoot('answered');
      await menu(widget).click();
      await eventually('the menu is there', async () => (await items(widget).count()) === 6);
      await shoot('menu');
      for (const at of [1, 3]) {
        await items(widget).nth(at).click();
        const { messages } = await widget.held();
        await widget.hasAnswered();
        await widget.holds('one more', (held) => held.messages.length >= messages.length);
        await widget.hasAnswered();
        await shoot(`after-${at}`);
        await menu(widget).click();
      }
      expect(findings).toEqual([]);
      await profile.close();
    });
  },
);
