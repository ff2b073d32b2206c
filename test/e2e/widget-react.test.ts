import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser, openTab } from '../client/support/browser.js';
import { fullAnswer } from '../client/support/sample-answers.js';
import { type ScriptedServer, startScriptedServer } from '../client/support/scripted-server.js';

let folder: string;
let browser: Browser;
let server: ScriptedServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aside-react-host-'));
  // In a process of its own: the bundler's native part does not take the arrays of Jest's realm for arrays.
  const outDir = join(folder, 'dashboard');
  const flags = ['build', 'test/client/support/react-host', '--outDir', outDir, '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, ['node_modules/vite/bin/vite.js', ...flags]);
  server = await startScriptedServer({ staticRoot: folder, answerTo: () => fullAnswer });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a React host', () => {
  it('shows the chat as a component and drives it by the hook, under the strictest policy', async () => {
    const view = { name: 'desktop', width: 900, height: 800, colorScheme: 'light' } as const;
    const { page, complaints, context } = await openTab(browser, view);
    await page.goto(server.url);
    await page.getByText('Ask from the host').click();
    await page.locator('.aside .prose').waitFor();
    await page.locator('.aside .sources').waitFor();
    expect(await page.locator('output').innerText()).toBe('2 rows');
    const bubble = page.locator('.aside .bubble');
    expect(await bubble.innerText()).toBe('From the host');
    expect(await bubble.evaluate((node) => getComputedStyle(node).backgroundColor)).toBe(
      'rgb(227, 240, 234)',
    );
    await page.locator('.aside .launch').click();
    await page.locator('.aside .panel .prose').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.aside .launch').waitFor();
    expect(complaints).toEqual([]);
    // In strict mode React mounts everything twice: the first store must have let go.
    expect([...server.sessions.values()].map((session) => session.listeners.size)).toEqual([1]);
    await context.close();
  });
});
