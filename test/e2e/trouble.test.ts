import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { backplaneKinds } from '../support/server.js';
import { openBrowser, openProfile } from './support/browser.js';
import { type Installation, install } from './support/installation.js';
import { noteConnection } from './support/note-connection.js';
import { readsAs } from './support/reads-as.js';
import { readHistory, signIn, type Widget } from './support/widget.js';

/** Some 250 tokens, of which no two lines are alike. */
const longAnswer = Array.from(
  { length: 40 },
  (_, line) => `- Line ${line + 1} of the plan, with **weight** ${line * 7}.`,
).join('\n');

describe.each(backplaneKinds)('trouble in the browser, with %s as the backplane', (backplane) => {
  let aside: Installation;
  let browser: Browser;
  let profile: BrowserContext;
  let page: Page;
  let widget: Widget;

  beforeAll(async () => {
    browser = await openBrowser();
    aside = await install(backplane);
  });
  afterAll(async () => {
    await browser?.close();
    await aside?.close();
  });
  beforeEach(async () => {
    profile = await openProfile(browser);
    page = await profile.newPage();
    widget = await signIn(page, aside.origin);
    await widget.open();
  });
  afterEach(async () => {
    aside.bedrock.control.clearScripts();
    aside.bedrock.control.clearRequests();
    await profile.close();
  });

  /** Asks something that is answered slowly, and waits until the answer is being written. */
  async function askSlowly(question: string, answer = longAnswer): Promise<void> {
    aside.bedrock.control.script({ match: question, answer, tokenMs: 15 });
    await widget.ask(question);
    await widget.isWriting();
  }

  async function equalsHistory(): Promise<void> {
    const { sessionId, messages } = await widget.held();
    const { data } = await readHistory(aside.origin, await aside.signIn('consultant'), sessionId ?? '');
    expect(messages.map(({ id, status, content }) => ({ id, status, content }))).toEqual(
      data.map(({ id, status, content }) => ({ id, status, content })),
    );
  }

  test('a stop keeps what was written, and says so', async () => {
    // Wherever it stops, that is inside of a mark: the reader sees bold words, and no asterisks.
    const bold = `**${longAnswer.replace(/\*\*|\n|- /g, ' ').trim()}**`;
    await askSlowly('Stop this plan?', bold);
    await widget.panel.getByRole('button', { name: 'Stop', exact: true }).click();
    const answer = await widget.hasAnswered('stopped');
    expect(answer.content.length).toBeGreaterThanOrEqual(40);
    expect(bold.startsWith(answer.content)).toBe(true);
    expect(answer.content.length).toBeLessThan(bold.length);
    await widget.answer.getByText('Stopped. What was written is kept.').waitFor();
    await readsAs(widget.answer, answer.content);
    await equalsHistory();
    // The model does not go on writing for nobody.
    expect(aside.bedrock.control.requests({ outcome: 'clientClosed' }).length).toBe(1);
  });

  test('a model that refuses is told in a sentence, and the button there asks again', async () => {
    const question = 'Which model may this service use?';
    aside.bedrock.control.script({
      match: question,
      times: 1,
      httpError: { status: 403, type: 'AccessDeniedException' },
    });
    aside.bedrock.control.script({ match: question, answer: 'The one that it was given.' });
    await widget.ask(question);
    await widget.hasAnswered('failed');
    const card = widget.answer.locator('.failed');
    expect(await card.innerText()).toContain('The model refused this service.');
    await page.reload();
    await card.getByText('The model refused this service.').waitFor();

    await card.getByRole('button', { name: 'Try again' }).click();
    const answer = await widget.hasAnswered();
    expect(answer.content).toBe('The one that it was given.');
    expect(await widget.panel.locator('.failed').count()).toBe(0);
    expect((await widget.held()).messages.length).toBe(2);
    await equalsHistory();
  });

  test('a server killed in mid-answer: the widget says so, then has the answer whole', async () => {
    await askSlowly('Which plan outlives the server?');
    const words = await noteConnection(page);
    await aside.killServer();
    await widget.holds('it knows that the connection is lost', ({ connection }) => connection === 'offline');
    await widget.panel.getByText(/^Aside cannot be reached\. Trying again/).waitFor();
    expect(await widget.connection.innerText()).toBe('Not connected');
    const kept = await widget.heldAnswer();
    expect(kept?.content.length).toBeGreaterThanOrEqual(40);

    // It may come back by itself before the button is pressed, and takes the button along then.
    await Promise.all([
      aside.startServer(),
      widget.panel
        .getByRole('button', { name: 'Now' })
        .click({ timeout: 2_000 })
        .catch(() => {}),
    ]);
    const answer = await widget.hasAnswered();
    expect(answer.content).toBe(longAnswer);
    await widget.holds('it is live again', ({ connection }) => ['live', 'polling'].includes(connection));
    await readsAs(widget.answer, longAnswer);
    await equalsHistory();
    expect(await words()).toEqual(expect.arrayContaining(['Not connected', expect.stringMatching(/^Live/)]));
    // The worker had it all the while: the turn was not run again.
    expect(aside.bedrock.control.requests().length).toBe(1);
  });

  test('a network that goes and comes back costs no character, and what was typed meanwhile is sent once', async () => {
    await askSlowly('Which plan outlives the network?');
    await profile.setOffline(true);
    await widget.holds('it knows that it is offline', ({ connection }) => connection === 'offline');
    aside.bedrock.control.script({ match: 'Asked offline', answer: 'Heard once.' });
    await widget.ask('Asked offline');
    await widget.panel.getByText('Will be sent when you are back online').waitFor();

    await profile.setOffline(false);
    await widget.holds(
      'both are answered',
      ({ messages }) =>
        messages.filter(({ status, type }) => type === 'assistant' && status === 'complete').length === 2,
      30_000,
    );
    const { messages } = await widget.held();
    expect(messages.map(({ content }) => content)).toEqual([
      'Which plan outlives the network?',
      longAnswer,
      'Asked offline',
      'Heard once.',
    ]);
    await equalsHistory();
  });

  test('after the whole program was started anew, sessions and history are there', async () => {
    aside.bedrock.control.script({ match: 'What is kept?', answer: 'All of it [1].' });
    await widget.ask('What is kept?');
    await widget.hasAnswered();
    const before = await widget.held();
    await aside.restart();

    await page.reload();
    const after = await widget.holds('the session is back', ({ messages }) => messages.length === 2);
    expect(after.messages).toEqual(before.messages);
    expect(after.sessionId).toBe(before.sessionId);
    await widget.panel.getByRole('button', { name: 'Sessions' }).click();
    await widget.panel.locator('.session').filter({ hasText: 'What is kept?' }).waitFor();
  });
});
