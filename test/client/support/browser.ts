import { existsSync } from 'node:fs';
import { expect } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { settles } from './settles.js';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchBrowser(): Promise<Browser> {
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = process.env.CHROME_PATH ?? usual.find(existsSync);
  if (!executablePath) throw new Error('No Chromium: install it, or set CHROME_PATH.');
  return chromium.launch({ executablePath, args: flags });
}

export interface View {
  name: string;
  width: number;
  height: number;
  colorScheme: 'light' | 'dark';
}

export const views: readonly View[] = [
  { name: 'desktop-light', width: 1280, height: 800, colorScheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 800, colorScheme: 'dark' },
  { name: 'phone-light', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark' },
];

export interface Tab {
  context: BrowserContext;
  page: Page;
  /** What the page complained of: exceptions, and refusals by its content security policy. */
  complaints: string[];
}

export async function openTab(browser: Browser, view: View, locale = 'en-GB'): Promise<Tab> {
  const { width, height, colorScheme } = view;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    locale,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (/Content.Security.Policy|Trusted.?Type|Refused to/i.test(message.text()))
      complaints.push(message.text());
  });
  return { context, page, complaints };
}

/** What the widget on the page holds. */
export function held(page: Page) {
  return page.evaluate(() => {
    const element = document.querySelector('aside-chat');
    if (!element || !('getState' in element) || typeof element.getState !== 'function') return null;
    return element.getState() as {
      open: boolean;
      connection: string;
      sessionId: string | null;
      unread: number;
      messages: { id: string; type: string; status: string; content: string; turnId: string | null }[];
    };
  });
}

/**
 * Waits until the last message is an answer of this status. Its type is asked for as well: until the answer
 * begins, the last message is the question, which is complete as soon as it is sent.
 */
export function answerIs(page: Page, status = 'complete'): Promise<void> {
  return settles(async () =>
    expect((await held(page))?.messages.at(-1)).toMatchObject({ type: 'assistant', status }),
  );
}
