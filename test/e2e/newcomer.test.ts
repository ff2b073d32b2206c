import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { backplaneKinds } from '../support/server.js';
import { openBrowser, openProfile, watchErrors } from './support/browser.js';
import { holdTable } from './support/hold-table.js';
import { type Installation, install } from './support/installation.js';
import { readsAs } from './support/reads-as.js';
import { readHistory, signIn, type Widget } from './support/widget.js';

const question = 'How can a client with three VPCs cut the cost of NAT gateways?';

describe.each(backplaneKinds)('a newcomer in the browser, with %s as the backplane', (backplane) => {
  let aside: Installation;
  let browser: Browser;
  let profile: BrowserContext;
  let page: Page;
  let widget: Widget;
  let errors: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    aside = await install(backplane);
    profile = await openProfile(browser);
    page = await profile.newPage();
    errors = watchErrors(page);
  });
  afterAll(async () => {
    await browser?.close();
    await aside?.close();
  });

  test('signs in as the sample consultant and opens the widget', async () => {
    widget = await signIn(page, aside.origin);
    await widget.open();
    await widget.panel.getByRole('heading', { name: 'What does Acme Retail need to know?' }).waitFor();
    expect((await widget.held()).messages).toEqual([]);
  });

  test('sees the message at once, the stages in words, and text that grows', async () => {
    aside.bedrock.control.script({ match: question, times: 1, firstTokenMs: 300, tokenMs: 25 });
    // Each stage is held until it has been seen: the work itself may be over before a frame is drawn.
    aside.signalWorker('SIGSTOP');
    const releaseSearch = await holdTable(aside.database.url, 'knowledge_chunks');
    await widget.ask(question);
    // At once: in the same task as the key press, before any answer of the server.
    expect(await widget.panel.locator('article.mine .bubble').innerText()).toBe(question);
    expect(await widget.field.inputValue()).toBe('');

    const stages = widget.answer.locator('.stages');
    await stages.getByText('Queued').waitFor();
    aside.signalWorker('SIGCONT');
    await stages.getByText('Searching').waitFor();
    expect(await stages.innerText()).toContain('Understood');
    await releaseSearch();
    await stages.getByText('Writing').waitFor();
    expect(await stages.innerText()).toMatch(/Understood.*›.*\d+\s+sources?.*›.*Writing/s);

    const first = await widget.isWriting(20);
    const later = await widget.isWriting(first.content.length + 20);
    expect(later.content.startsWith(first.content)).toBe(true);
  });

  test('reloads in the middle of it, and it goes on from where it was', async () => {
    const before = await widget.isWriting(40);
    await page.reload();
    // The panel was open, so it is open again, with the same session.
    const after = await widget.isWriting(before.content.length);
    expect(after.id).toBe(before.id);
    expect(after.content.startsWith(before.content)).toBe(true);
    await widget.answer.locator('.prose.writing').waitFor();

    const answer = await widget.hasAnswered();
    expect(answer.content.startsWith(after.content)).toBe(true);
    // It went on: nobody asked the model again.
    expect(aside.bedrock.control.requests({ question }).length).toBe(1);
  });

  test('holds what history holds, byte for byte, and reads it on screen with its source', async () => {
    const { sessionId, messages } = await widget.held();
    const history = await readHistory(aside.origin, await aside.signIn('consultant'), sessionId ?? '');
    expect(messages.map(({ id, type, status, content }) => ({ id, type, status, content }))).toEqual(
      history.data.map(({ id, type, status, content }) => ({ id, type, status, content })),
    );
    const [record] = aside.bedrock.control.requests({ question });
    const answer = messages.at(-1)?.content ?? '';
    expect(Buffer.from(answer).equals(Buffer.from(record?.text ?? ''))).toBe(true);

    await readsAs(widget.answer, answer);
    const cited = Number(/\[(\d+)\]/.exec(answer)?.[1]);
    const source = history.data.at(-1)?.sources.find(({ number }) => number === cited);
    expect(source).toBeDefined();
    const cards = widget.answer.locator('.sources .card');
    expect(await cards.filter({ hasText: source?.title ?? 'nothing' }).count()).toBe(1);
    expect(await widget.answer.locator('.prose .cite').first().innerText()).toBe(String(cited));
  });

  test('is answered in French, by a widget in French', async () => {
    await page.getByRole('radio', { name: 'FR' }).check({ force: true });
    await widget.panel.getByRole('button', { name: 'Nouvelle session' }).click();
    await widget.panel.getByRole('heading', { name: 'Que doit savoir Acme Retail ?' }).waitFor();
    await widget.ask('Comment réduire le coût des passerelles NAT d’un client qui a trois VPC ?');
    const answer = await widget.hasAnswered();
    expect(answer.content).toMatch(/\b(?:passerelles?|les|des|une?)\b/);
    expect(answer.content).not.toMatch(/\b(?:the|gateways|with)\b/);
    expect(answer.content).toMatch(/\[\d+\]/);
    await readsAs(widget.answer, answer.content);
    await widget.answer.getByRole('button', { name: 'Copier' }).waitFor();
    await page.getByRole('radio', { name: 'EN' }).check({ force: true });
  });

  test('is told when the knowledge base does not cover the question', async () => {
    await widget.panel.getByRole('button', { name: 'New session' }).click();
    await widget.ask('What is the boiling point of mercury on Neptune?');
    const answer = await widget.hasAnswered();
    expect(answer.content).toMatch(/does not cover|not covered|no source|nothing/i);
    expect(answer.content).not.toMatch(/\[\d+\]/);
    expect(await widget.answer.locator('.sources').count()).toBe(0);
  });

  test('had no error in the console', () => {
    expect(errors).toEqual([]);
  });
});
