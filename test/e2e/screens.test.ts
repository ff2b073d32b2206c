import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { backplaneKinds } from '../support/server.js';
import { seriousFindings } from './support/axe.js';
import { desktop, openBrowser, openProfile, phone } from './support/browser.js';
import { type Installation, install } from './support/installation.js';
import { signIn } from './support/widget.js';

const folder = 'test/e2e/screens';
const question = 'How can a client with three VPCs cut the cost of NAT gateways?';

/** What each page shows is the same on both backplanes: one will do. */
describe.each(backplaneKinds.slice(-1))('what people see, with %s as the backplane', (backplane) => {
  let aside: Installation;
  let browser: Browser;

  beforeAll(async () => {
    await mkdir(folder, { recursive: true });
    browser = await openBrowser();
    aside = await install(backplane);
  });
  afterAll(async () => {
    await browser?.close();
    await aside?.close();
  });

  test.each([
    { name: '1280x800', device: desktop },
    { name: '390x844', device: phone },
  ])(
    'fits $name and has no serious fault for assistive technology, in light and dark',
    async ({ name, device }) => {
      // A new conversation for each size, so that the pictures can be compared.
      await aside.database.query('DELETE FROM sessions');
      const profile = await openProfile(browser, { ...device, reducedMotion: 'reduce' });
      const page = await profile.newPage();
      const findings: string[] = [];
      const shoot = async (state: string) => {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: `${folder}/story-${state}-${name}-${colorScheme}.png` });
          expect(await overflow(page)).toBeLessThanOrEqual(0);
          // The estimate is looked at for that in `widget-look.test.ts`.
          if (['signed-out', 'streaming', 'estimate'].includes(state)) continue;
          findings.push(
            ...(await seriousFindings(page)).map((found) => `${state}, ${colorScheme}: ${found}`),
          );
        }
      };

      await page.goto(aside.origin);
      await page.locator('button[data-user=consultant]').waitFor();
      await shoot('signed-out');
      const widget = await signIn(page, aside.origin);
      await shoot('launcher');
      await widget.open();
      await widget.holds('it is ready', ({ connection }) => connection === 'ready');
      await shoot('empty');

      aside.bedrock.control.script({ match: question, times: 1, tokenMs: 20 });
      await widget.ask(question);
      await widget.isWriting(200);
      await shoot('streaming');
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
      await shoot('estimate');
      expect(findings).toEqual([]);
      await profile.close();
    },
  );
});

/** Pixels by which the page is wider than the window. */
async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
