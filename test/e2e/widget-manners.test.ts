import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { answerIs, held } from '../client/support/browser.js';
import { makeToken } from '../client/support/page-tokens.js';
import { pagesUnderTest } from '../client/support/pages-under-test.js';
import { failure } from '../client/support/sample-answers.js';
import { settles } from '../client/support/settles.js';

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const under = pagesUnderTest();
let page: Page;

async function openPage(options: BrowserContextOptions = desktop): Promise<void> {
  const context = await under.browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
  page = await context.newPage();
}
async function signIn(user = 'consultant', options?: BrowserContextOptions): Promise<void> {
  await openPage(options);
  await page.goto(under.server.url);
  await page.click(`[data-user=${user}]`);
  await page.click('aside-chat .launch');
}
const inside = (selector: string) => page.locator(`aside-chat ${selector}`);
async function ask(question: string): Promise<void> {
  await inside('.composer textarea').fill(question);
  await inside('.composer textarea').press('Enter');
}
async function answered(status = 'complete'): Promise<void> {
  await answerIs(page, status);
}

describe('a role that only reads', () => {
  it.each([
    ['en-GB', 'Your role reads here, and does not ask.'],
    ['fr-FR', 'Votre rôle vous permet de lire, pas de poser des questions.'],
  ])('is told so in place of a field and of questions to ask (%s)', async (locale, sentence) => {
    await signIn('viewer', { ...desktop, locale });
    await page.getByText(sentence).waitFor();
    expect(await inside('.composer, .quick, [aria-label="New session"]').count()).toBe(0);
  });
});

describe('a page where nobody is signed in', () => {
  it('says so, and that what was written is kept only where something was', async () => {
    await openPage();
    await page.goto(under.server.url);
    await page.waitForFunction(() => window.Aside !== undefined);
    await page.evaluate(() => void window.Aside?.init({ getToken: () => null, open: true }));
    const said = () => inside('.bar span').innerText();
    await settles(async () => expect(await said()).toBe('You are signed out here.'));
    await ask('How?');
    await settles(async () => expect(await said()).toBe('You are signed out here. What you wrote is kept.'));
  });
});

describe('a budget', () => {
  it.each([
    ['en-GB', '83% of today’s budget is used.', 'Your budget is free again tomorrow.', 'Try again', 'Edit'],
    [
      'fr-FR',
      '83\u00a0% du budget du jour est utilisé.',
      'Votre budget revient demain.',
      'Réessayer',
      'Modifier',
    ],
  ])(
    'that is nearly used up is told in a line, and used up on the message (%s)',
    async (locale, line, why, again, edit) => {
      const resets_at = new Date(Date.now() + 3_600_000).toISOString();
      under.server.faults.budget = { window: 'day', fraction: 0.8349, resets_at };
      await signIn('consultant', { ...desktop, locale });
      await inside('.bar').getByText(line).waitFor();
      await inside('.bar .icon-button').click();
      await settles(async () => expect(await inside('.bar').count()).toBe(0));
      under.server.faults.overBudgetUntil = resets_at;
      await ask('How?');
      await inside('.mine .failed').getByText(why).waitFor();
      expect(await inside('.mine').getByRole('button', { name: again }).count()).toBe(0);
      await inside('.mine .failed').getByRole('button', { name: edit }).click();
      await settles(async () => expect(await inside('.composer textarea').inputValue()).toBe('How?'));
    },
  );
});

describe('a session that is closed', () => {
  it('has a sentence and two ways on in place of the field, and a chip in the list', async () => {
    await signIn();
    under.script = failure;
    await ask('How?');
    await answered('failed');
    await inside('.failed').getByText('Try again').waitFor();
    await inside('[aria-label="Sessions"]').click();
    await inside('.session .icon-button').click();
    await inside('.session-actions').getByText('Close').click();
    const chip = await inside('.session .tag').boundingBox();
    expect(chip?.width).toBeLessThan(80);
    await inside('[aria-label="Back to the conversation"]').click();
    await inside('.foot').getByText('This session is closed').waitFor();
    expect(await inside('.composer, .failed button').count()).toBe(0);
    await inside('.foot').getByText('Reopen').click();
    await inside('.composer textarea').waitFor();
  });
});

describe('Escape', () => {
  it('leaves the actions of a row, then the list or the form, then the widget', async () => {
    await signIn();
    await ask('How?');
    await answered();
    await inside('[aria-label="Sessions"]').click();
    await inside('.session .icon-button').click();
    await page.keyboard.press('Escape');
    await settles(async () => expect(await inside('.session-actions').count()).toBe(0));
    expect(await inside('.sessions').count()).toBe(1);
    await page.keyboard.press('Escape');
    await inside('.list').waitFor();
    await inside('.chip').click();
    await inside('.context input').first().focus();
    await page.keyboard.press('Escape');
    await inside('.list').waitFor();
    await page.keyboard.press('Escape');
    await inside('.launch').waitFor();
  });
});

describe('the attribute `open`', () => {
  it('tells whether the panel is, and opens and closes it as often as the page likes', async () => {
    await signIn();
    const element = page.locator('aside-chat');
    const isOpen = () => element.evaluate((node) => node.hasAttribute('open'));
    expect(await isOpen()).toBe(true);
    await inside('.composer textarea').press('Escape');
    await inside('.launch').waitFor();
    expect(await isOpen()).toBe(false);
    for (let times = 0; times < 2; times++) {
      await element.evaluate((node) => node.setAttribute('open', ''));
      await inside('.composer').waitFor();
      await element.evaluate((node) => node.removeAttribute('open'));
      await inside('.launch').waitFor();
    }
  });
});

describe('a panel that was left open', () => {
  it('opens again for its user alone, and leaves the focus to the page', async () => {
    await signIn();
    await inside('.composer textarea').waitFor();
    await page.reload();
    await inside('.composer textarea').waitFor();
    await settles(async () => expect((await held(page))?.connection).toBe('ready'));
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    await page.getByText('Sign out').click();
    await page.click('[data-user=admin]');
    await settles(async () => expect((await held(page))?.connection).toBe('ready'));
    expect(await inside('.panel').count()).toBe(0);
    await page.getByText('Sign out').click();
    await page.click('[data-user=consultant]');
    await inside('.panel').waitFor();
  });

  it('is what its user opened, and not what a page did', async () => {
    await openPage();
    const appear = async (open: boolean) => {
      await page.goto(under.server.url);
      await page.waitForFunction(() => window.Aside !== undefined);
      await page.evaluate(
        ([token, isOpen]) => void window.Aside?.init({ getToken: () => token, open: isOpen }),
        [makeToken('consultant'), open] as const,
      );
      await settles(async () => expect((await held(page))?.connection).toBe('ready'));
    };
    await appear(true);
    await inside('.panel').waitFor();
    await appear(false);
    expect(await inside('.panel').count()).toBe(0);
    await inside('.launch').click();
    await appear(false);
    await inside('.panel').waitFor();
  });

  it('does not cover a phone by itself', async () => {
    await signIn('consultant', phone);
    await inside('.composer textarea').waitFor();
    await page.reload();
    await settles(async () => expect((await held(page))?.connection).toBe('ready'));
    expect(await inside('.panel').count()).toBe(0);
  });
});

describe('trouble', () => {
  const top = (selector: string) =>
    inside(selector)
      .first()
      .evaluate((node) => node.getBoundingClientRect().top);
  const bottom = (selector: string) =>
    inside(selector)
      .first()
      .evaluate((node) => node.getBoundingClientRect().bottom);
  async function bringsTheBar(meanwhile: () => Promise<void>): Promise<void> {
    await page.context().setOffline(true);
    await inside('.bar').waitFor();
    await meanwhile();
    await page.context().setOffline(false);
    await settles(async () => expect(await inside('.bar').count()).toBe(0));
  }

  it.each([
    ['a wide window', desktop],
    ['a phone', phone],
  ])('comes and goes without moving or hiding the conversation, in %s', async (_where, options) => {
    under.script = { text: 'Short.' };
    await signIn('consultant', options);
    await ask('How?');
    await answered();
    const before = await top('.prose');
    await bringsTheBar(async () => {
      expect(await top('.prose')).toBe(before);
      expect(await bottom('.bar')).toBeLessThanOrEqual(await top('.list > *'));
    });
    expect(await top('.prose')).toBe(before);
  });

  it.each([
    ['at its end', 1],
    ['in its middle', 0.5],
  ])('moves nothing of a conversation that is read %s, however long its sentence', async (_where, share) => {
    under.script = { text: 'Some of the words that fill a screen.\n\n'.repeat(40) };
    await signIn('consultant', { ...phone, viewport: { width: 250, height: 700 } });
    await ask('How?');
    await answered();
    await inside('.colophon').waitFor();
    await inside('.list').evaluate(async (list, part) => {
      list.scrollTo({ top: part * (list.scrollHeight - list.clientHeight) });
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    }, share);
    const before = await top('.prose');
    await bringsTheBar(async () => {
      expect((await bottom('.bar')) - (await top('.bar'))).toBeGreaterThan(48);
      expect(Math.abs((await top('.prose')) - before)).toBeLessThan(1);
    });
    expect(Math.abs((await top('.prose')) - before)).toBeLessThan(1);
  });

  it('of a under.server that never answers another origin names it, and says once in the console what to check', async () => {
    // A under.server, since a page that the browser's driver serves has its preflights answered by the driver too.
    const host = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><title>Host</title><body><script src="${under.server.url}/widget.js"></script>
        <script>Aside.init({ getToken: () => 'a.e30.x', open: true })</script>`);
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
    await openPage();
    const told: string[] = [];
    page.on('console', (line) => line.type() === 'warning' && told.push(line.text()));
    await page.goto(origin);
    await inside('.bar')
      .getByText(`The assistant at ${under.server.url} cannot be reached from this page.`)
      .waitFor();
    await inside('.bar').getByText('Now').click();
    const hints = () => told.filter((line) => line.startsWith('Aside:'));
    await settles(async () => expect(hints()).toHaveLength(1));
    expect(hints()[0]).toContain('CORS_ORIGINS');
    expect(hints()[0]).toContain(origin);
    host.closeAllConnections();
    host.close();
  });
});

describe('the line of stages', () => {
  it('says of a stopped answer that it was stopped, and of a whole one that it is written', async () => {
    under.script = { text: 'Nothing is known of it. '.repeat(40), deltaMs: 15 };
    await signIn();
    await ask('How?');
    await inside('.prose').waitFor();
    await inside('[aria-label="Stop"]').click();
    await answered('stopped');
    await settles(async () => expect(await inside('.stages').innerText()).toMatch(/› Stopped$/));
    // Slow enough to be watched: an answer that only history tells of has no stages to show.
    under.script = { text: 'Nothing is known of it. '.repeat(10), deltaMs: 15 };
    await ask('And now?');
    await answered();
    await settles(async () =>
      expect(await inside('.stages').last().innerText()).toMatch(/› No source found › Written$/),
    );
  });
});
