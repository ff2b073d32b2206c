import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { backplaneKinds } from '../support/server.js';
import { openBrowser, openProfile } from './support/browser.js';
import { type Installation, install } from './support/installation.js';
import { createPictures, sizes } from './support/pictures.js';
import { signIn } from './support/widget.js';

const question = 'How can a client with three VPCs cut the cost of NAT gateways?';

/** What each page shows is the same on both backplanes: one will do. */
describe.each(backplaneKinds.slice(-1))('what people see, with %s as the backplane', (backplane) => {
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

  test.each(sizes)(
    'fits $name and has no serious fault for assistive technology, in light and dark',
    async ({ name, device }) => {
      // A new conversation for each size, so that the pictures can be compared.
      await aside.database.query('DELETE FROM sessions');
      const profile = await openProfile(browser, { ...device, reducedMotion: 'reduce' });
      const page = await profile.newPage();
      const { shoot, findings } = createPictures(page, 'story', name);

      await page.goto(aside.origin);
      await page.locator('button[data-user=consultant]').waitFor();
      await shoot('signed-out', { judged: false });
      const widget = await signIn(page, aside.origin);
      await shoot('launcher');
      await widget.open();
      await widget.holds('it is ready', ({ connection }) => connection === 'ready');
      await shoot('empty');

      aside.bedrock.control.script({ match: question, times: 1, tokenMs: 20 });
      await widget.ask(question);
      await widget.isWriting(200);
      await shoot('streaming', { judged: false });
      await widget.hasAnswered();
      await widget.answer.locator('.sources').waitFor();
      await shoot('done');

      aside.bedrock.control.script({
        match: 'region',
        times: 1,
        httpError: { status: 403, type: 'AccessDeniedException' },
      });
      await widget.ask('Which region suits them best?');
      await widget.answer.locator('.failed').waitFor();
      await shoot('failed');
      await widget.panel.getByRole('button', { name: 'Sessions' }).click();
      await widget.panel.locator('.session').waitFor();
      await shoot('sessions');

      await page.evaluate(() => localStorage.setItem('northwind:lang', 'fr'));
      await page.reload();
      await widget.open();
      await widget.holds(
        'it is back',
        ({ connection, sessionId }) => connection === 'live' && sessionId !== null,
      );
      await widget.panel.getByRole('button', { name: 'Nouvelle session' }).click();
      await widget.ask('Comment réduire le coût des passerelles NAT ?');
      await widget.hasAnswered();
      await widget.answer.locator('.sources').waitFor();
      await shoot('french');

      await widget.ask('Combien coûtent deux passerelles NAT à Paris avec 500 Go par mois ?');
      await widget.hasAnswered();
      const total = widget.answer.locator('.estimate tbody tr:last-child');
      await total.waitFor();
      expect(await total.innerText()).toMatch(/^Total\s+98,00\s\$$/);
      // It is looked at for faults in `widget-look.test.ts`.
      await shoot('estimate', { judged: false });
      expect(findings).toEqual([]);
      await profile.close();
    },
  );
});
