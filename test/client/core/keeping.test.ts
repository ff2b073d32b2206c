import { afterEach, describe, expect, it } from '@jest/globals';
import type { AsideStore } from '../../../client/core/store.js';
import { answers, history, memoryStorage, rows } from '../support/open-store.js';
import { settles } from '../support/settles.js';
import { storesUnderTest } from '../support/stores-under-test.js';

const under = storesUnderTest();
let takeLocksBack: (() => void) | null = null;

afterEach(() => {
  takeLocksBack?.();
  takeLocksBack = null;
});
const ready = (store: AsideStore) =>
  settles(() => expect(store.getSnapshot().connection.word).toMatch(/ready|live/));
const delivery = (store: AsideStore) =>
  store.getSnapshot().current.conversation.entries.map((entry) => [entry.message.content, entry.delivery]);
const posts = () => under.server.requests.filter(({ path }) => path.endsWith('/messages'));

describe('a draft', () => {
  it('of a new session is there after a reload, also when it is read before anybody is signed in', async () => {
    const storage = memoryStorage();
    const before = under.open({ storage });
    await ready(before);
    before.writeDraft('half a thought');
    before.close();
    const after = under.open({ storage });
    // As the text field does when it appears.
    after.writeDraft(after.readDraft());
    await ready(after);
    expect(after.readDraft()).toBe('half a thought');
  });

  it('that was typed before anybody was signed in is kept', async () => {
    const storage = memoryStorage();
    const store = under.open({ storage });
    store.writeDraft('early');
    await ready(store);
    expect(store.readDraft()).toBe('early');
    store.close();
    const after = under.open({ storage });
    await ready(after);
    expect(after.readDraft()).toBe('early');
  });

  it('is held from the first character on, each session for itself', async () => {
    const store = under.open();
    store.send('First');
    await answers(store, 1);
    const first = store.getSnapshot().current.id ?? '';
    store.writeDraft('to the first');
    store.startNew();
    expect(store.readDraft()).toBe('');
    store.writeDraft('to a new one');
    store.select(first);
    expect(store.readDraft()).toBe('to the first');
    store.startNew();
    expect(store.readDraft()).toBe('to a new one');
  });

  it('that is typed while the session is being made belongs to that session', async () => {
    const store = under.open();
    await ready(store);
    store.send('First');
    store.writeDraft('second thought');
    await answers(store, 1);
    expect(store.readDraft()).toBe('second thought');
    store.startNew();
    expect(store.readDraft()).toBe('');
  });

  it('stays in the field when the message was not taken', async () => {
    const store = under.open();
    await ready(store);
    under.server.faults.down = true;
    for (let index = 0; index < 20; index++) store.send(`Message ${index}`);
    store.writeDraft('one too many');
    expect(store.send('one too many')).toBe(false);
    expect(store.readDraft()).toBe('one too many');
  });
});

describe('messages that wait', () => {
  it('are there after a reload, and go out once, in order, when the under.server is back', async () => {
    const storage = memoryStorage();
    const before = under.open({ storage });
    before.send('Before');
    await answers(before, 1);
    under.server.faults.down = true;
    before.send('One');
    before.send('Two');
    await settles(() => expect(delivery(before).at(-1)).toEqual(['Two', 'waiting']));
    before.close();
    under.server.faults.down = false;
    const after = under.open({ storage });
    await answers(after, 3);
    expect(rows(after)).toEqual(history(under.server, after));
    expect(rows(after).filter(([type]) => type === 'user')).toHaveLength(3);
    after.close();
    const sent = posts().length;
    const later = under.open({ storage });
    await answers(later, 3);
    expect(posts()).toHaveLength(sent);
  });

  it('are there after a reload when not even their session could be made', async () => {
    const storage = memoryStorage();
    const before = under.open({ storage });
    await ready(before);
    under.server.faults.down = true;
    before.send('Never before');
    await settles(() => expect(delivery(before)).toEqual([['Never before', 'waiting']]));
    before.close();
    const after = under.open({ storage });
    await settles(() => expect(delivery(after)[0]?.[0]).toBe('Never before'));
    under.server.faults.down = false;
    after.reconnectNow();
    await answers(after, 1);
    expect(under.server.sessions.size).toBe(1);
  });

  it('go out from a session that is no longer looked at', async () => {
    const store = under.open();
    store.send('Here');
    await answers(store, 1);
    const id = store.getSnapshot().current.id ?? '';
    under.server.faults.down = true;
    store.send('Sent from elsewhere');
    await settles(() => expect(delivery(store).at(-1)).toEqual(['Sent from elsewhere', 'waiting']));
    store.startNew();
    under.server.faults.down = false;
    store.reconnectNow();
    await settles(() => expect(under.server.sessions.get(id)?.messages).toHaveLength(4));
  });

  it('are sent to one session when the answer that made it was lost', async () => {
    const store = under.open();
    await ready(store);
    under.server.faults.statuses['POST sessions'] = [0];
    store.send('Once');
    await answers(store, 1);
    expect(under.server.sessions.size).toBe(1);
    expect(rows(store)).toEqual(history(under.server, store));
  });

  it('are one message in one session when two tabs hold them', async () => {
    giveLocks();
    const storage = memoryStorage();
    const one = under.open({ storage });
    await ready(one);
    under.server.faults.down = true;
    one.send('From one of two');
    await settles(() => expect(delivery(one)).toEqual([['From one of two', 'waiting']]));
    const two = under.open({ storage });
    await settles(() => expect(delivery(two)[0]?.[0]).toBe('From one of two'));
    await settles(() => expect(delivery(two)).toEqual([['From one of two', 'waiting']]));
    under.server.faults.down = false;
    one.reconnectNow();
    await answers(one, 1);
    two.reconnectNow();
    await answers(two, 1);
    expect(under.server.sessions.size).toBe(1);
    expect(rows(two)).toEqual(history(under.server, one));
  });

  it('of one user are not sent by the next one at the same browser', async () => {
    const storage = memoryStorage();
    const first = under.open({ storage, user: 'consultant' });
    await ready(first);
    under.server.faults.down = true;
    first.send('Mine');
    await settles(() => expect(delivery(first)).toEqual([['Mine', 'waiting']]));
    first.close();
    under.server.faults.down = false;
    const second = under.open({ storage, user: 'admin' });
    await ready(second);
    expect(rows(second)).toEqual([]);
    expect(under.server.sessions.size).toBe(0);
  });

  it('for more than a day are not sent again unasked', async () => {
    const storage = memoryStorage();
    const letter = {
      ...{ key: 'k', content: 'Old', createdAt: '2026-01-01T00:00:00.000Z', order: 1, sessionId: null },
      ...{ place: 'p', context: {}, tried: false, problem: null },
    };
    storage.setItem(`aside:${under.server.url}:consultant:letter:k`, JSON.stringify(letter));
    const store = under.open({ storage });
    await settles(() => expect(delivery(store)).toEqual([['Old', 'refused']]));
    expect(posts()).toEqual([]);
    store.resend('k');
    await answers(store, 1);
  });
});

/** What browsers have and Node.js 20 has not: one holder of a name at a time, among all tabs. */
function giveLocks(): void {
  let last: Promise<unknown> = Promise.resolve();
  const request = <T>(_name: string, work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done;
    return done;
  };
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { locks: { request } }, configurable: true });
  takeLocksBack = () => {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else Reflect.deleteProperty(globalThis, 'navigator');
  };
}
