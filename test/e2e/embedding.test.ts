import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { backplaneKinds } from '../support/server.js';
import { openBrowser, openProfile, watchErrors } from './support/browser.js';
import { type Installation, install } from './support/installation.js';
import { widgetOn } from './support/widget.js';

describe.each(backplaneKinds)('a page of another origin, with %s as the backplane', (backplane) => {
  let aside: Installation;
  let browser: Browser;
  let host: Server;
  let hostOrigin = '';

  beforeAll(async () => {
    host = createServer(async (request, response) => {
      if (request.method === 'POST' && request.url === '/token') {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ token: await aside.signIn('consultant') }));
        return;
      }
      const strict = `default-src 'none'; script-src ${aside.origin}; connect-src 'self' ${aside.origin}; base-uri 'none'`;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', strict);
      response.end(`<!doctype html><html lang="en"><title>A customer’s page</title><p>Work.</p>
        <script src="${aside.origin}/widget.js" data-token-endpoint="/token" async></script></html>`);
    }).listen(0, '127.0.0.1');
    await once(host, 'listening');
    hostOrigin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
    browser = await openBrowser();
    aside = await install(backplane, { CORS_ORIGINS: hostOrigin });
  });
  afterAll(async () => {
    await browser?.close();
    await aside?.close();
    host.closeAllConnections();
    host.close();
  });

  test('embeds the widget by one script tag, and its strict policy is kept, by keyboard alone', async () => {
    const profile = await openProfile(browser);
    const page = await profile.newPage();
    const errors = watchErrors(page);
    await page.goto(hostOrigin);
    const widget = widgetOn(page);
    await page.locator('aside-chat .launch').waitFor();
    const { keyboard } = page;

    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await widget.panel.waitFor();
    aside.bedrock.control.script({ match: 'keyboard', answer: 'Word '.repeat(400).trim(), tokenMs: 25 });
    await keyboard.type('Can this be done by keyboard?');
    await keyboard.press('Enter');
    await widget.isWriting(20);
    // Past the context and the quick actions: the button beside the field stops while an answer is written.
    await expectFocus(widget, 'textarea');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    const answer = await widget.hasAnswered('stopped');
    expect(answer.content).toMatch(/^Word /);

    await keyboard.press('Escape');
    await page.locator('aside-chat .launch').waitFor();
    await expectFocus(widget, '.launch');
    expect((await widget.held()).open).toBe(false);
    expect(errors).toEqual([]);
    await profile.close();
  });

  test('that is not listed gets no answer of the API', async () => {
    const profile = await openProfile(browser);
    const page = await profile.newPage();
    // By name and not by number: another origin, though the same machine.
    await page.goto(hostOrigin.replace('127.0.0.1', 'localhost'));
    await page.locator('aside-chat .launch').click();
    const widget = widgetOn(page);
    await widget.holds('it cannot reach the server', ({ connection }) => connection === 'offline');
    await widget.panel.locator('.bar').waitFor();
    await profile.close();
  });
});

/** Fails unless the focus is on what the selector finds inside the widget. */
async function expectFocus({ page }: ReturnType<typeof widgetOn>, selector: string): Promise<void> {
  const focused = await page.evaluate(
    (wanted) => document.activeElement?.shadowRoot?.activeElement?.matches(wanted) ?? false,
    selector,
  );
  expect(focused).toBe(true);
}
