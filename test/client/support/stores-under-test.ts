import { afterEach, beforeEach } from '@jest/globals';
import type { AsideStore } from '../../../client/core/store.js';
import { openStore } from './open-store.js';
import { type ScriptedServer, startScriptedServer } from './scripted-server.js';
import type { ScriptedAnswer } from './scripted-sessions.js';

/** For each test a scripted server that answers as `script` says, and the stores that were opened on it. */
export interface StoresUnderTest {
  server: ScriptedServer;
  /** Null: each answer repeats its question. */
  script: ScriptedAnswer | null;
  open(options?: Parameters<typeof openStore>[1]): AsideStore;
}

export function storesUnderTest(script: ScriptedAnswer | null = null): StoresUnderTest {
  let stores: AsideStore[] = [];
  const under = { script } as StoresUnderTest;
  beforeEach(async () => {
    under.script = script;
    under.server = await startScriptedServer({
      answerTo: (question) => under.script ?? { text: `You asked: ${question}` },
    });
  });
  afterEach(async () => {
    for (const store of stores) store.close();
    stores = [];
    await under.server.close();
  });
  under.open = (options = {}) => {
    const store = openStore(under.server, options);
    stores.push(store);
    return store;
  };
  return under;
}
