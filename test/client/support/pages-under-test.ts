import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { fullAnswer } from './sample-answers.js';
import { type ScriptedServer, startScriptedServer } from './scripted-server.js';
import type { ScriptedAnswer } from './scripted-sessions.js';

/** A browser for the suite; for each test a scripted server that serves the sample dashboard and answers as `script` says. */
export interface PagesUnderTest {
  browser: Browser;
  server: ScriptedServer;
  script: ScriptedAnswer;
}

export function pagesUnderTest(): PagesUnderTest {
  const under = { script: fullAnswer } as PagesUnderTest;
  beforeAll(async () => {
    under.browser = await launchBrowser();
  });
  afterAll(() => under.browser.close());
  beforeEach(async () => {
    under.script = fullAnswer;
    under.server = await startScriptedServer({ staticRoot: 'dist/client', answerTo: () => under.script });
  });
  afterEach(async () => {
    for (const context of under.browser.contexts()) await context.close();
    await under.server.close();
  });
  return under;
}
