import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AsideStore } from '../../../client/core/store.js';
import { history, memoryStorage, openStore, rows } from '../support/open-store.js';
import { makeToken, type ScriptedServer, startScriptedServer } from '../support/scripted-server.js';
import type { ScriptedAnswer } from '../support/scripted-sessions.js';
import { settles } from '../support/settles.js';

let server: ScriptedServer;
let stores: AsideStore[] = [];
let script: ScriptedAnswer;

beforeEach(async () => {
  script = { text: 'An answer' };
  server = await startScriptedServer({ answerTo: () => script });
});
afterEach(async () => {
  for (const store of stores) store.close();
  stores = [];
  await server.close();
});

function open(options: Parameters<typeof openStore>[1] = {}): AsideStore {
  const store = openStore(server, options);
  stores.push(store);
  return store;
}
const word = (store: AsideStore) => store.getSnapshot().connection.word;
const answered = (store: AsideStore) => settles(() => expect(rows(store)[1]?.[1]).toBe('complete'));
const asked = (method: string, path: string) =>
  server.requests.filter((request) => request.method === method && request.path.includes(path));
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('signing in', () => {
  it('survives a hiccup of the host: it says so, and goes on by itself', async () => {
    let asks = 0;
    const store = open({
      getToken: () => (asks++ < 3 ? Promise.reject(new Error('502')) : makeToken('consultant')),
    });
    const words = new Set<string>();
    store.subscribe(() => words.add(word(store)));
    await settles(() => expect(word(store)).toBe('ready'));
    expect([...words]).toContain('offline');
    expect([...words]).not.toContain('signed-out');
  });

  it('survives a hiccup when the token is renewed in the middle of a session', async () => {
    let fails = 0;
    const store = open({
      getToken: ({ renew }) =>
        renew && fails++ < 2 ? Promise.reject(new Error('502')) : makeToken('consultant'),
    });
    store.send('First');
    await answered(store);
    server.faults.refusedTokens.add(server.requests.at(-1)?.token ?? '');
    const [session] = server.sessions.values();
    server.faults.closingOnce = { reason: 'auth_expired', retry_ms: 0 };
    for (const listener of session?.listeners ?? []) listener();
    await settles(() => expect(fails).toBeGreaterThan(2));
    await settles(() => expect(word(store)).toBe('live'));
  });
});

describe('a start without the server', () => {
  it('tries again by itself, and says when', async () => {
    server.faults.statuses['GET sessions'] = [0, 0, 503];
    const store = open();
    const retries: (number | null)[] = [];
    store.subscribe(() => {
      const { connection } = store.getSnapshot();
      if (connection.word === 'offline') retries.push(connection.retryAt);
    });
    await settles(() => expect(word(store)).toBe('ready'));
    expect(retries.length).toBeGreaterThan(0);
    expect(retries).not.toContain(null);
    expect(store.getSnapshot().sessions.status).toBe('ready');
  });

  it('sends the waiting first message when asked to try now', async () => {
    const store = open();
    await settles(() => expect(word(store)).toBe('ready'));
    server.faults.down = true;
    store.send('First');
    await settles(() => expect(word(store)).toBe('offline'));
    expect(store.getSnapshot().connection.retryAt).toBeGreaterThan(Date.now() - 1);
    // Down again each time, until the wait is longer than this test.
    for (let tries = 0; tries < 7; tries++) {
      const before = server.requests.length;
      store.reconnectNow();
      await settles(() => expect(server.requests.length).toBeGreaterThan(before));
    }
    server.faults.down = false;
    await settles(() =>
      expect(store.getSnapshot().current.conversation.entries[0]?.delivery).toBe('waiting'),
    );
    store.reconnectNow();
    await answered(store);
    expect(rows(store)).toEqual(history(server, store));
  });
});

describe('a store that is closed', () => {
  it('while the token is on its way asks for nothing', async () => {
    const storage = memoryStorage();
    const first = open({ storage });
    first.send('First');
    await answered(first);
    first.close();
    const before = server.requests.length;
    const store = open({
      storage,
      getToken: async () => {
        await later(20);
        return makeToken('consultant');
      },
    });
    store.close();
    await later(120);
    expect(server.requests.length).toBe(before);
  });

  it('while the first message makes the session follows nothing', async () => {
    const store = open({
      fetch: async (...request) => {
        const response = await fetch(...request);
        if (response.status === 201) store.close();
        return response;
      },
    });
    await settles(() => expect(word(store)).toBe('ready'));
    store.send('First');
    await settles(() => expect(server.sessions.size).toBe(1));
    await later(120);
    expect(asked('GET', '/events')).toEqual([]);
    expect([...server.sessions.values()][0]?.listeners.size).toBe(0);
  });
});

describe('a turn', () => {
  it('whose stop failed can be stopped', async () => {
    script = { text: 'x'.repeat(600), deltaMs: 8 };
    const store = open();
    store.send('How?');
    await settles(() => expect(rows(store)[1]?.[1]).toBe('streaming'));
    const turn = () => Object.values(store.getSnapshot().current.conversation.turns)[0];
    server.faults.statuses['POST turns stop'] = [500];
    store.stopTurn(turn()?.id ?? '');
    expect(turn()?.stopping).toBe(true);
    await settles(() => expect(turn()?.stopping).toBe(false));
    store.stopTurn(turn()?.id ?? '');
    await settles(() => expect(rows(store)[1]?.[1]).toBe('stopped'));
  });

  it('is not marked as stopping once it has ended in failure', async () => {
    script = { text: '', fails: { code: 'MODEL_TIMED_OUT', message: 'Late.' }, stageMs: 300 };
    const store = open();
    store.send('How?');
    await settles(() => expect(rows(store)[1]?.[1]).toMatch(/pending|streaming/));
    const turnId = Object.keys(store.getSnapshot().current.conversation.turns)[0] ?? '';
    server.faults.statuses['POST turns stop'] = [];
    store.stopTurn(turnId);
    await settles(() => expect(rows(store)[1]?.[1]).toBe('failed'));
    script = { text: 'x'.repeat(300), deltaMs: 8 };
    await store.retryTurn(turnId);
    const turn = () => store.getSnapshot().current.conversation.turns[turnId];
    await settles(() => expect(turn()?.stage).toBe('writing'));
    expect(turn()?.stopping).toBe(false);
  });

  it('asked for twice at once is asked for once, and what has moved on meanwhile is no error', async () => {
    script = { text: '', fails: { code: 'MODEL_TIMED_OUT', message: 'Late.' } };
    const store = open();
    store.send('How?');
    await settles(() => expect(rows(store)[1]?.[1]).toBe('failed'));
    const turnId = store.getSnapshot().current.conversation.entries[1]?.message.turn_id ?? '';
    server.faults.statuses['POST turns retry'] = [409];
    await Promise.all([store.retryTurn(turnId), store.retryTurn(turnId)]);
    expect(asked('POST', '/retry')).toHaveLength(1);
    expect(store.getSnapshot().notice).toBeNull();
  });
});

describe('a refusal', () => {
  it.each([['GET '], ['GET history'], ['GET events']])(
    'of %s that would not change is not repeated, and not taken for a session that is gone',
    async (route) => {
      const storage = memoryStorage();
      const first = open({ storage });
      first.send('First');
      await answered(first);
      first.close();
      server.faults.statuses[route] = [403];
      const store = open({ storage });
      await settles(() => expect(word(store)).toBe('refused'));
      expect(store.getSnapshot().notice?.code).toBe('STATUS_403');
      expect(store.getSnapshot().current.id).not.toBeNull();
      store.reconnectNow();
      await settles(() => expect(word(store)).toBe('live'));
    },
  );
});
