import { describe, expect, it } from '@jest/globals';
import type { AsideStore } from '../../../client/core/store.js';
import { answers, history, memoryStorage, rows } from '../support/open-store.js';
import { settles } from '../support/settles.js';
import { storesUnderTest } from '../support/stores-under-test.js';

const under = storesUnderTest();
const delivery = (store: AsideStore) =>
  store.getSnapshot().current.conversation.entries.map((entry) => [entry.message.content, entry.delivery]);
const posts = () => under.server.requests.filter(({ path }) => path.endsWith('/messages'));

describe('a message that waits and is withdrawn', () => {
  it('never goes out, from no tab, and the next one goes at once', async () => {
    const storage = memoryStorage();
    const store = under.open({ storage });
    store.send('First');
    await answers(store, 1);
    under.server.faults.down = true;
    store.send('Second');
    await settles(() => expect(delivery(store).at(-1)).toEqual(['Second', 'waiting']));
    under.server.faults.down = false;
    under.server.faults.postStatuses = Array.from({ length: 50 }, () => 503);
    const other = under.open({ storage });
    const last = (of: AsideStore) => of.getSnapshot().current.conversation.entries.at(-1);
    for (const tab of [other, store]) {
      await settles(() =>
        expect(last(tab)).toMatchObject({ delivery: 'waiting', problem: { code: 'STATUS_503' } }),
      );
    }
    store.discard(last(store)?.key ?? '');
    expect(delivery(store)).toHaveLength(2);
    under.server.faults.postStatuses = [];
    other.reconnectNow();
    await settles(() => expect(delivery(other)).toHaveLength(2));
    store.send('Third');
    await answers(store, 2);
    expect(history(under.server, store).map(([, , text]) => text)).not.toContain('Second');
    store.close();
    other.close();
    // What kept other tabs from sending it goes with the next page.
    const after = under.open({ storage });
    await answers(after, 2);
    const names = Array.from({ length: storage.length }, (_, index) => storage.key(index));
    expect(names.filter((name) => name?.includes(':letter:'))).toEqual([]);
  });
});

describe('messages that were refused', () => {
  it('stay where they were in time, also after a reload, and go to the end when they are sent again', async () => {
    const storage = memoryStorage();
    const store = under.open({ storage });
    store.send('First');
    await answers(store, 1);
    under.server.faults.postStatuses = [422];
    store.send('Refused');
    store.send('Second');
    await answers(store, 2);
    store.send('Third');
    await answers(store, 3);
    const questions = (of: AsideStore) =>
      rows(of)
        .filter(([type]) => type === 'user')
        .map(([, , text]) => text);
    expect(rows(store)[2]?.[2]).toBe('Refused');
    expect(questions(store)).toEqual(['First', 'Refused', 'Second', 'Third']);
    store.close();

    const after = under.open({ storage });
    await answers(after, 3);
    expect(questions(after)).toEqual(['First', 'Refused', 'Second', 'Third']);
    const { entries } = after.getSnapshot().current.conversation;
    after.resend(entries.find(({ delivery }) => delivery === 'refused')?.key ?? '');
    expect(questions(after)).toEqual(['First', 'Second', 'Third', 'Refused']);
    await answers(after, 4);
    expect(rows(after)).toEqual(history(under.server, after));
  });

  it('out of sight stand at the end of what there was when they are looked at, and above what comes then', async () => {
    const store = under.open();
    store.send('First');
    await answers(store, 1);
    const first = store.getSnapshot().current.id ?? '';
    under.server.faults.down = true;
    store.send('Refused');
    await settles(() => expect(delivery(store).at(-1)).toEqual(['Refused', 'waiting']));
    store.startNew();
    under.server.faults.postStatuses = [422];
    under.server.faults.down = false;
    store.reconnectNow();
    await settles(() => expect(under.server.faults.postStatuses).toEqual([]));
    store.select(first);
    await settles(() => expect(delivery(store).at(-1)).toEqual(['Refused', 'refused']));
    await answers(store, 1);
    store.send('Second');
    await answers(store, 2);
    expect(rows(store).map(([, , text]) => text)[2]).toBe('Refused');
    expect(rows(store)).toHaveLength(5);
  });

  it('are there after a switch of session and after a reload, with the reason, until they are discarded', async () => {
    const storage = memoryStorage();
    const store = under.open({ storage });
    store.send('Accepted');
    await answers(store, 1);
    const id = store.getSnapshot().current.id ?? '';
    under.server.faults.postStatuses = [422];
    store.send('Refused');
    await settles(() => expect(delivery(store).at(-1)).toEqual(['Refused', 'refused']));
    store.startNew();
    store.select(id);
    await settles(() => expect(rows(store)).toHaveLength(3));
    expect(delivery(store).at(-1)).toEqual(['Refused', 'refused']);
    store.close();
    const after = under.open({ storage });
    await settles(() => expect(rows(after)).toHaveLength(3));
    const refused = after.getSnapshot().current.conversation.entries.at(-1);
    expect(refused).toMatchObject({ delivery: 'refused', problem: { code: 'STATUS_422' } });
    after.discard(refused?.key ?? '');
    expect(rows(after)).toHaveLength(2);
    after.close();
    const last = under.open({ storage });
    await settles(() => expect(rows(last)).toHaveLength(2));
    expect(posts()).toHaveLength(2);
  });

  it('because their session is gone come back in a new one', async () => {
    const store = under.open();
    store.send('Here');
    await answers(store, 1);
    under.server.sessions.clear();
    store.send('Too late');
    await settles(() => expect(delivery(store)).toEqual([['Too late', 'refused']]));
    await settles(() => expect(store.getSnapshot().current.id).toBeNull());
    expect(delivery(store)).toEqual([['Too late', 'refused']]);
    store.resend(store.getSnapshot().current.conversation.entries[0]?.key ?? '');
    await answers(store, 1);
  });
});
