import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { backplaneKinds } from '../support/server.js';
import { openBrowser, openProfile } from './support/browser.js';
import { type Installation, install } from './support/installation.js';
import { signIn, type Widget } from './support/widget.js';

const question = 'Does the zanzibar ledger need a second region?';
const answerText = 'The quixotic answer of the stand-in.';

describe.each(backplaneKinds)('several people and tabs, with %s as the backplane', (backplane) => {
  let aside: Installation;
  let browser: Browser;
  let profile: BrowserContext;
  let page: Page;
  let widget: Widget;

  beforeAll(async () => {
    browser = await openBrowser();
    aside = await install(backplane);
    profile = await openProfile(browser);
    page = await profile.newPage();
    widget = await signIn(page, aside.origin);
    await widget.open();
  });
  afterAll(async () => {
    await browser?.close();
    await aside?.close();
  });

  test('a second tab of the same user follows word by word, and the first follows the second', async () => {
    aside.bedrock.control.script({ match: question, times: 1, answer: answerText.repeat(8), tokenMs: 30 });
    await widget.ask(question);
    await widget.isWriting(20);
    // The answer waits for the second tab, however long that takes to open.
    aside.signalWorker('SIGSTOP');
    const otherPage = await profile.newPage();
    // The widget is where it is in the first tab: open, in the same session.
    const other = await signIn(otherPage, aside.origin);
    await other.open();
    await other.isWriting(20);
    aside.signalWorker('SIGCONT');
    await Promise.all([widget.hasAnswered(), other.hasAnswered()]);
    expect((await other.held()).messages).toEqual((await widget.held()).messages);

    aside.bedrock.control.script({ match: 'From the second tab?', answer: 'Seen in both.' });
    await other.ask('From the second tab?');
    for (const tab of [widget, other]) {
      await tab.holds(
        'the second question is answered',
        ({ messages }) => messages[3]?.status === 'complete',
      );
    }
    expect((await widget.held()).messages).toEqual((await other.held()).messages);
    await otherPage.close();
  });

  test('a new session starts empty, and the earlier one is a click away', async () => {
    const first = await widget.held();
    await widget.panel.getByRole('button', { name: 'New session' }).click();
    await widget.holds('nothing is there', ({ messages }) => messages.length === 0);
    await widget.ask('What does S3 cost?');
    await widget.hasAnswered();
    expect((await widget.held()).sessionId).not.toBe(first.sessionId);

    await widget.panel.getByRole('button', { name: 'Sessions' }).click();
    const rows = widget.panel.locator('.session');
    expect(await rows.count()).toBe(2);
    // Named after its question, in short.
    await rows.filter({ hasText: 'zanzibar' }).locator('.session-open').click();
    await widget.holds('the first is back', ({ sessionId }) => sessionId === first.sessionId);
    const back = await widget.holds('with its messages', ({ messages }) => messages.length === 4);
    expect(back.messages).toEqual(first.messages);
  });

  test('a question that waits is withdrawn alone, and the next one moves up', async () => {
    await widget.panel.getByRole('button', { name: 'New session' }).click();
    await widget.holds('nothing is there', ({ messages }) => messages.length === 0);
    const { control } = aside.bedrock;
    control.script({ match: 'the first', times: 1, answer: answerText.repeat(20), tokenMs: 50 });
    await widget.ask('the first?');
    await widget.isWriting();
    await widget.ask('the second?');
    await widget.ask('the third?');
    const withdraw = widget.panel.getByRole('button', { name: 'Withdraw' });
    await eventually('both can be withdrawn', async () => (await withdraw.count()) === 2);
    const third = widget.panel.locator('.mine', { hasText: 'the third?' });
    expect(await third.innerText()).toContain('2nd in line');
    await withdraw.first().click();
    const held = await widget.holds('it is stopped', ({ messages }) => messages[3]?.status === 'stopped');
    expect(held.messages[1]?.status).toBe('streaming');
    const second = widget.panel.locator('.mine', { hasText: 'the second?' });
    await eventually('it says so', async () => (await second.innerText()).includes('· Withdrawn'));
    await widget.panel.locator('.aside-note', { hasText: 'Withdrawn before it was answered.' }).waitFor();
    await eventually('the third is next', async () => (await third.innerText()).includes('next in line'));
    // The one that is being answered has a button of its own, and none can be edited meanwhile.
    expect(await withdraw.count()).toBe(1);
    expect(await widget.panel.locator('.edit-button').count()).toBe(0);
    await widget.panel.getByRole('button', { name: 'Stop', exact: true }).click();
    await widget.holds('the third is answered', ({ messages }) => messages[5]?.status === 'complete');
    expect(await withdraw.count()).toBe(0);
    expect(await widget.panel.locator('.edit-button').count()).toBe(1);
  });

  test('another user sees none of it, and a viewer is told in a sentence that he only reads', async () => {
    const own = await openProfile(browser);
    const viewer = await signIn(await own.newPage(), aside.origin, 'viewer');
    await viewer.open();
    await viewer.panel.getByRole('button', { name: 'Sessions' }).click();
    await viewer.panel.getByText('Nothing to read yet.').waitFor();
    expect(await viewer.panel.locator('.session').count()).toBe(0);
    await viewer.panel.getByRole('button', { name: 'Back to the conversation' }).click();

    await viewer.panel.getByText('Your role reads here, and does not ask.').waitFor();
    expect(await viewer.field.count()).toBe(0);

    const { sessionId } = await widget.held();
    const peek = await fetch(`${aside.origin}/api/v1/admin/chat/sessions/${sessionId}/history`, {
      headers: { authorization: `Bearer ${await aside.signIn('viewer')}` },
    });
    expect(peek.status).toBe(404);
    await own.close();
  });

  test('a viewer whose page does not know his role yet is refused when he asks, and told the same', async () => {
    const own = await openProfile(browser);
    const ownPage = await own.newPage();
    await ownPage.route(/\/chat\/sessions(\?.*)?$/, async (route) => {
      if (route.request().method() !== 'GET') return route.fallback();
      const response = await route.fetch();
      const { can_write: _, ...list } = await response.json();
      await route.fulfill({ response, json: list });
    });
    const viewer = await signIn(ownPage, aside.origin, 'viewer');
    await viewer.open();
    const refused = ownPage.waitForResponse((response) => response.status() === 403);
    await viewer.ask('May I?');
    expect((await (await refused).json()).error.code).toBe('FORBIDDEN');
    await viewer.panel.getByText('Your role reads here, and does not ask.').waitFor();
    expect(await viewer.field.count()).toBe(0);
    await viewer.panel.getByText('Your role does not allow this.', { exact: true }).waitFor();
    await own.close();
  });

  test('Bull Board turns the consultant away', async () => {
    const answer = await page.request.get(`${aside.origin}/ops/queues`, {
      headers: { authorization: `Bearer ${await aside.signIn('consultant')}`, accept: 'text/html' },
    });
    expect(answer.status()).toBe(403);
    const api = await page.request.get(`${aside.origin}/ops/queues/api/queues?activeQueue=turns`);
    expect(api.status()).toBe(401);
  });

  test('Bull Board shows the admin the finished turn with progress and log lines, and no word of the talk', async () => {
    const own = await openProfile(browser);
    const board = await own.newPage();
    const said: string[] = [];
    board.on('response', async (response) => {
      if (response.url().includes('/ops/queues/api/')) said.push(await response.text().catch(() => ''));
    });
    await board.goto(`${aside.origin}/dev/queues`);
    await board.getByText('turns').first().waitFor();
    await board.goto(`${aside.origin}/ops/queues/queue/turns?status=completed`);
    const job = board.getByText(/turn-[0-9a-f-]{36}/).first();
    await job.waitFor();
    // Newest first: both questions of the two tabs, and that of the second session. Others may share the queue.
    const jobs = 3;
    await board
      .getByText('Logs', { exact: true })
      .nth(jobs - 1)
      .waitFor();
    const shown: string[] = [];
    for (const [tab, words] of [
      ['Data', /turn_id/],
      ['Progress', /stage/],
      ['Logs', /understood/i],
    ] as const) {
      for (let index = 0; index < jobs; index++) {
        await board.getByText(tab, { exact: true }).nth(index).click();
        await board.getByText(words).nth(index).waitFor();
      }
      shown.push(await board.locator('body').innerText());
    }
    for (const text of [...shown, ...said].map((each) => each.toLowerCase())) {
      for (const word of ['zanzibar', 'quixotic', 'second tab', 's3 cost']) expect(text).not.toContain(word);
    }
    expect(said.length).toBeGreaterThan(0);
    await own.close();
  });
});
