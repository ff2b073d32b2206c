import { describe, expect, it } from '@jest/globals';
import type { AsideStore } from '../../../client/core/store.js';
import { history, memoryStorage, rows } from '../support/open-store.js';
import { makeToken } from '../support/page-tokens.js';
import { settles } from '../support/settles.js';
import { storesUnderTest } from '../support/stores-under-test.js';

const under = storesUnderTest({ text: 'An answer' });
const word = (store: AsideStore) => store.getSnapshot().connection.word;
const answered = (store: AsideStore) => settles(() => expect(rows(store)[1]?.[1]).toBe('complete'));
const asked = (method: string, path: string) =>
  under.server.requests.filter((request) => request.method === method && request.path.includes(path));
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('signing in', () => {
  it('survives a hiccup of the host: it says so, and goes on by itself', async () => {
    let asks = 0;
    const store = under.open({
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
    const store = under.open({
      getToken: ({ renew }) =>
        renew && fails++ < 2 ? Promise.reject(new Error('502')) : makeToken('consultant'),
    });
    store.send('First');
    await answered(store);
    under.server.faults.refusedTokens.add(under.server.requests.at(-1)?.token ?? '');
    const [session] = under.server.sessions.values();
    under.server.faults.closingOnce = { reason: 'auth_expired', retry_ms: 0 };
    for (const listener of session?.listeners ?? []) listener();
    await settles(() => expect(fails).toBeGreaterThan(2));
    await settles(() => expect(word(store)).toBe('live'));
  });
});

describe('a start without the under.server', () => {
  it('tries again by itself, and says when', async () => {
    under.server.faults.statuses['GET sessions'] = [0, 0, 503];
    const store = under.open();
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
    const store = under.open();
    await settles(() => expect(word(store)).toBe('ready'));
    under.server.faults.down = true;
    store.send('First');
    await settles(() => expect(word(store)).toBe('offline'));
    expect(store.getSnapshot().connection.retryAt).toBeGreaterThan(Date.now() - 1);
    // Down again each time, until the wait is longer than this test.
    for (let tries = 0; tries < 7; tries++) {
      const before = under.server.requests.length;
      store.reconnectNow();
      await settles(() => expect(under.server.requests.length).toBeGreaterThan(before));
    }
    await settles(() =>
      expect(store.getSnapshot().current.conversation.entries[0]?.delivery).toBe('waiting'),
    );
    under.server.faults.down = false;
    store.reconnectNow();
    await answered(store);
    expect(rows(store)).toEqual(history(under.server, store));
  });
});

describe('a context that the server does not take', () => {
  it('is not shown as if it counted', async () => {
    const store = under.open();
    store.send('First');
    await answered(store);
    const before = store.getSnapshot().current.context;
    under.server.faults.statuses['PUT '] = [422];
    store.setContext({ client_name: 'Globex' });
    expect(store.getSnapshot().current.context.client_name).toBe('Globex');
    await settles(() => expect(store.getSnapshot().notice).not.toBeNull());
    expect(store.getSnapshot().current.context).toEqual(before);
  });
});

describe('a session that is not made yet', () => {
  it('is about what its user typed, whichever page the host shows', async () => {
    const store = under.open();
    store.setHostContext({ client_name: 'Initech' });
    expect(store.getSnapshot().current.context.client_name).toBe('Initech');
    store.setContext({ client_name: 'Globex' });
    store.setHostContext({ client_name: 'Acme Retail' });
    expect(store.getSnapshot().current.context.client_name).toBe('Globex');
    store.startNew();
    expect(store.getSnapshot().current.context.client_name).toBe('Acme Retail');
  });
});

describe('a store that is closed', () => {
  it('while the token is on its way asks for nothing', async () => {
    const storage = memoryStorage();
    const first = under.open({ storage });
    first.send('First');
    await answered(first);
    first.close();
    const before = under.server.requests.length;
    const store = under.open({
      storage,
      getToken: async () => {
        await later(20);
        return makeToken('consultant');
      },
    });
    store.close();
    await later(120);
    expect(under.server.requests.length).toBe(before);
  });

  it('while the first message makes the session follows nothing', async () => {
    const store = under.open({
      fetch: async (...request) => {
        const response = await fetch(...request);
        if (response.status === 201) store.close();
        return response;
      },
    });
    await settles(() => expect(word(store)).toBe('ready'));
    store.send('First');
    await settles(() => expect(under.server.sessions.size).toBe(1));
    await later(120);
    expect(asked('GET', '/events')).toEqual([]);
    expect([...under.server.sessions.values()][0]?.listeners.size).toBe(0);
  });
});

describe('a turn', () => {
  it('whose stop failed can be stopped', async () => {
    under.script = { text: 'x'.repeat(600), deltaMs: 8 };
    const store = under.open();
    store.send('How?');
    await settles(() => expect(rows(store)[1]?.[1]).toBe('streaming'));
    const turn = () => Object.values(store.getSnapshot().current.conversation.turns)[0];
    under.server.faults.statuses['POST turns stop'] = [500];
    store.stopTurn(turn()?.id ?? '');
    expect(turn()?.stopping).toBe(true);
    await settles(() => expect(turn()?.stopping).toBe(false));
    store.stopTurn(turn()?.id ?? '');
    await settles(() => expect(rows(store)[1]?.[1]).toBe('stopped'));
  });

  it('is stopped though the stop found no server, and nothing is said of that once there is one', async () => {
    under.script = { text: 'x'.repeat(3_000), deltaMs: 8 };
    const store = under.open();
    store.send('How?');
    await settles(() => expect(rows(store)[1]?.[1]).toBe('streaming'));
    const turnId = Object.keys(store.getSnapshot().current.conversation.turns)[0] ?? '';
    under.server.faults.statuses['POST turns stop'] = [0];
    store.stopTurn(turnId);
    await settles(() => expect(asked('POST', '/stop')).toHaveLength(1));
    expect(store.getSnapshot().current.conversation.turns[turnId]?.stopping).toBe(true);
    await settles(() => expect(rows(store)[1]?.[1]).toBe('stopped'));
    expect(store.getSnapshot().notice).toBeNull();
  });

  it('is not marked as stopping once it has ended in failure', async () => {
    under.script = { text: '', fails: { code: 'MODEL_TIMED_OUT', message: 'Late.' }, stageMs: 300 };
    const store = under.open();
    store.send('How?');
    await settles(() => expect(rows(store)[1]?.[1]).toMatch(/pending|streaming/));
    const turnId = Object.keys(store.getSnapshot().current.conversation.turns)[0] ?? '';
    under.server.faults.statuses['POST turns stop'] = [];
    store.stopTurn(turnId);
    await settles(() => expect(rows(store)[1]?.[1]).toBe('failed'));
    under.script = { text: 'x'.repeat(300), deltaMs: 8 };
    await store.retryTurn(turnId);
    const turn = () => store.getSnapshot().current.conversation.turns[turnId];
    await settles(() => expect(turn()?.stage).toBe('writing'));
    expect(turn()?.stopping).toBe(false);
  });

  it('asked for twice at once is asked for once, and what has moved on meanwhile is no error', async () => {
    under.script = { text: '', fails: { code: 'MODEL_TIMED_OUT', message: 'Late.' } };
    const store = under.open();
    store.send('How?');
    await settles(() => expect(rows(store)[1]?.[1]).toBe('failed'));
    const turnId = store.getSnapshot().current.conversation.entries[1]?.message.turn_id ?? '';
    under.server.faults.statuses['POST turns retry'] = [409];
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
      const first = under.open({ storage });
      first.send('First');
      await answered(first);
      first.close();
      under.server.faults.statuses[route] = [403];
      const store = under.open({ storage });
      await settles(() => expect(word(store)).toBe('refused'));
      expect(store.getSnapshot().notice?.code).toBe('STATUS_403');
      expect(store.getSnapshot().current.id).not.toBeNull();
      store.reconnectNow();
      await settles(() => expect(word(store)).toBe('live'));
    },
  );
});
