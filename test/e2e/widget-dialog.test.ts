import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { held, openTab, type View } from '../client/support/browser.js';
import { makeToken } from '../client/support/page-tokens.js';
import { pagesUnderTest } from '../client/support/pages-under-test.js';
import { fullAnswer } from '../client/support/sample-answers.js';
import { settles } from '../client/support/settles.js';

const desktop: View = { name: 'desktop', width: 1280, height: 800, colorScheme: 'light' };
const phone: View = { ...desktop, name: 'phone', width: 390, height: 844 };
const under = pagesUnderTest();
let page: Page;

async function signIn(view: View): Promise<void> {
  ({ page } = await openTab(under.browser, view));
  await page.goto(under.server.url);
  await page.click('[data-user=consultant]');
  await page.locator('aside-chat .launch').waitFor();
}
const inside = (selector: string) => page.locator(`aside-chat ${selector}`);
/** The element that has the focus, in the page or in the widget. */
const focused = () =>
  page.evaluate(() => {
    const outer = document.activeElement;
    const element = outer?.shadowRoot?.activeElement ?? outer;
    return `${outer?.localName} ${element?.localName}`;
  });
async function openByKeyboard(): Promise<void> {
  await inside('.launch').focus();
  await page.keyboard.press('Enter');
  await inside('.panel').waitFor();
}
/** What was said to the page has been drawn by then. */
const drawn = () =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const isOpen = (open: boolean) => settles(async () => expect((await held(page))?.open).toBe(open));
async function ask(): Promise<void> {
  await inside('.composer textarea').fill('How?');
  await page.keyboard.press('Enter');
  await settles(async () => expect((await held(page))?.messages[1]?.status).toBe('complete'));
}

describe('the panel', () => {
  it('keeps Tab to itself where it covers the page, and lets it go on where it does not', async () => {
    for (const [view, stays] of [
      [phone, true],
      [desktop, false],
    ] as const) {
      await signIn(view);
      await openByKeyboard();
      const seen = new Set<string>();
      for (let presses = 0; presses < 30; presses++) {
        await page.keyboard.press('Tab');
        seen.add((await focused()).split(' ')[0] ?? '');
      }
      seen.delete('body');
      expect(seen).toContain('aside-chat');
      expect([...seen].every((name) => name === 'aside-chat')).toBe(stays);
      await page.context().close();
    }
  });

  it('becomes modal and back as the window changes, and keeps what is typed', async () => {
    await signIn(desktop);
    await openByKeyboard();
    await inside('.composer textarea').fill('half a thought');
    const isModal = () => inside('.panel').evaluate((panel) => panel.matches(':modal'));
    expect(await isModal()).toBe(false);
    await page.setViewportSize({ width: 400, height: 800 });
    await settles(async () => expect(await isModal()).toBe(true));
    await page.keyboard.type(', and');
    await page.setViewportSize({ width: 1000, height: 800 });
    await settles(async () => expect(await isModal()).toBe(false));
    await page.keyboard.type(' the rest');
    expect(await inside('.composer textarea').inputValue()).toBe('half a thought, and the rest');
  });

  it('hears Escape also where nothing in it takes the focus', async () => {
    await signIn(desktop);
    await openByKeyboard();
    await ask();
    await inside('[aria-label=Sessions]').click();
    await inside('.session .icon-button').first().click();
    await inside('.session').getByRole('button', { name: 'Close' }).click();
    await inside('.session .tag').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await isOpen(false);
    await openByKeyboard();
    await inside('.foot').getByText('This session is closed').waitFor();
    await page.keyboard.press('Escape');
    await isOpen(false);
    await settles(async () => expect(await focused()).toBe('aside-chat button'));
  });

  it('leaves the focus on the page where the page minimises it', async () => {
    await signIn(desktop);
    await openByKeyboard();
    await page.evaluate(() => {
      const own = document.body.appendChild(document.createElement('input'));
      own.focus();
      document.querySelector('aside-chat')?.removeAttribute('open');
    });
    await inside('.launch').waitFor();
    expect(await focused()).toBe('input input');
  });
});

describe('the widget of another user', () => {
  it('is not closed by an answer to the one before', async () => {
    const late: (() => void)[] = [];
    await signIn(desktop);
    await page.route('**/quick-actions*', async (route) => {
      if (late.length === 0) await new Promise<void>((answer) => late.push(answer));
      await route.continue().catch(() => undefined);
    });
    await openByKeyboard();
    await settles(async () => expect(late).toHaveLength(1));
    await page.keyboard.press('Escape');
    await isOpen(false);
    await page.evaluate((token) => {
      Object.assign(document.querySelector('aside-chat') ?? {}, { getToken: () => token });
    }, makeToken('admin'));
    await settles(async () => expect((await held(page))?.connection).toBe('ready'));
    await openByKeyboard();
    const answered = page.waitForEvent('requestfinished', (request) =>
      request.url().includes('quick-actions'),
    );
    late[0]?.();
    await answered;
    await drawn();
    expect((await held(page))?.open).toBe(true);
  });
});

describe('an answer', () => {
  it('is copied with what its numbers stand for', async () => {
    await signIn(desktop);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await openByKeyboard();
    await ask();
    await inside('.colophon [aria-label=Copy]').click();
    await inside('.colophon [aria-label=Copied]').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const [first] = fullAnswer.sources ?? [];
    expect(copied.startsWith(fullAnswer.text)).toBe(true);
    expect(copied).toContain(`\n\nSources\n[${first?.number}] ${first?.title}`);
    const html = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return (await item?.getType('text/html'))?.text();
    });
    expect(html).toMatch(/<strong>[^<]+<\/strong>/);
    expect(html).toMatch(/<ol>|<ul>|<table>/);
    expect(html).toContain(`[${first?.number}] ${first?.title}`);
    expect(html).not.toMatch(/class=|role=|tabindex|<button|\u2060/);
  });

  it('is copied as text alone where the browser takes nothing else', async () => {
    await signIn(desktop);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(() => Reflect.deleteProperty(window, 'ClipboardItem'));
    await openByKeyboard();
    await ask();
    await inside('.colophon [aria-label=Copy]').click();
    await inside('.colophon [aria-label=Copied]').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.startsWith(fullAnswer.text)).toBe(true);
  });

  it('has the links that are defined at its end, also where they were written before it', async () => {
    under.script = {
      text: 'See [the manual][m].\n\nAnd so on.\n\n[m]: https://example.com/manual',
      deltaMs: 5,
    };
    await signIn(desktop);
    await openByKeyboard();
    await ask();
    const link = inside('.prose a');
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('https://example.com/manual');
  });
});

describe('a form in the panel', () => {
  it('for a name keeps the focus where its user puts it, while an answer is written', async () => {
    await signIn(desktop);
    await openByKeyboard();
    await ask();
    under.script = { ...fullAnswer, deltaMs: 15 };
    await inside('.composer textarea').fill('And then?');
    await page.keyboard.press('Enter');
    await inside('[aria-label=Sessions]').click();
    await inside('.session .icon-button').first().click();
    await inside('.session').getByRole('button', { name: 'Rename' }).click();
    await inside('.rename input').waitFor();
    await page.keyboard.press('Tab');
    const written = async () => (await held(page))?.messages[3]?.content.length ?? 0;
    const before = await written();
    await settles(async () => expect(await written()).toBeGreaterThan(before + 40));
    expect(await focused()).toBe('aside-chat button');
  });

  it('for the context sends what was changed alone, and keeps it where it is not taken', async () => {
    await signIn(desktop);
    await openByKeyboard();
    await ask();
    const context = () => [...under.server.sessions.values()][0]?.wire.context;
    const before = context();
    expect(before?.client_name).toBeTruthy();
    await inside('.composer .chip').click();
    await inside('.context textarea').fill('Three VPCs');
    under.server.faults.statuses['PUT '] = [500];
    await inside('.context').getByRole('button', { name: 'Save' }).click();
    await inside('.bar').waitFor();
    expect(await inside('.context textarea').inputValue()).toBe('Three VPCs');
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === 'PUT'),
      inside('.context').getByRole('button', { name: 'Save' }).click(),
    ]);
    expect(sent.postDataJSON()).toEqual({ context: { project_context: 'Three VPCs' } });
    await inside('.composer textarea').waitFor();
    expect(context()).toMatchObject({ client_name: before?.client_name, project_context: 'Three VPCs' });
  });

  it.each([
    ['en', 'No connection. Nothing was saved. What you typed is still here.', 'Save'],
    ['fr', 'Pas de connexion. Rien n’a été enregistré. Votre saisie est toujours là.', 'Enregistrer'],
  ])(
    'for the context says at once that there is no connection, and saves when it is back (%s)',
    async (lang, sentence, save) => {
      await signIn(desktop);
      await page.locator('aside-chat').evaluate((chat, to) => chat.setAttribute('lang', to), lang);
      await openByKeyboard();
      await ask();
      await page.context().setOffline(true);
      await inside('.composer .chip').click();
      await inside('.context input').first().fill('Globex');
      await inside('.context').getByRole('button', { name: save }).click();
      await settles(async () => expect(await inside('.context .failed').innerText()).toBe(sentence));
      expect(await inside('.context input').first().inputValue()).toBe('Globex');
      await page.context().setOffline(false);
      // No longer without one; what it said of the form is still so.
      const rest = sentence.slice(sentence.indexOf('. ') + 2);
      await settles(async () => expect(await inside('.context .failed').innerText()).toBe(rest));
      await inside('.context').getByRole('button', { name: save }).click();
      await inside('.composer textarea').waitFor();
      expect([...under.server.sessions.values()][0]?.wire.context.client_name).toBe('Globex');
    },
  );

  it('for the context, left while it is saved, takes its user nowhere', async () => {
    await signIn(desktop);
    await openByKeyboard();
    await ask();
    const held: (() => void)[] = [];
    await page.route('**/sessions/*', async (route) => {
      if (route.request().method() === 'PUT') await new Promise<void>((go) => held.push(go));
      await route.continue();
    });
    await inside('.composer .chip').click();
    await inside('.context textarea').fill('Three VPCs');
    await inside('.context').getByRole('button', { name: 'Save' }).click();
    await settles(async () => expect(held).toHaveLength(1));
    await inside('.context').getByRole('button', { name: 'Cancel' }).click();
    await inside('[aria-label=Sessions]').click();
    await inside('.session').first().waitFor();
    const saved = page.waitForEvent('requestfinished', (request) => request.method() === 'PUT');
    held[0]?.();
    await saved;
    await drawn();
    expect(await inside('.session').count()).toBe(1);
  });
});

describe('a new session', () => {
  it('is told the language that the widget speaks, whatever the page’s is', async () => {
    await signIn(desktop);
    await page.locator('aside-chat').evaluate((chat) => chat.setAttribute('lang', 'fr'));
    await inside('.launch').click();
    await ask();
    expect([...under.server.sessions.values()].map(({ wire }) => wire.metadata.language)).toEqual(['fr']);
  });
});
