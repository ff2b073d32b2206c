import { describe, expect, it } from '@jest/globals';
import { clientLimits } from '../../../client/core/limits.js';
import type { AsideStore } from '../../../client/core/store.js';
import { waitingTurns } from '../../../client/core/waiting-turns.js';
import { createRandom } from '../../../dev/random.js';
import { history, memoryStorage, rows } from '../support/open-store.js';
import { makeToken } from '../support/page-tokens.js';
import { append } from '../support/scripted-sessions.js';
import { settles } from '../support/settles.js';
import { storesUnderTest } from '../support/stores-under-test.js';

const long = 'A sentence that is long enough to be cut, with é, 中 and 😀 in it. '.repeat(12);
const under = storesUnderTest({ text: long, deltaMs: 1 });
/** Every question has its answer. */
const answered = (store: AsideStore) =>
  settles(() => {
    const { entries } = store.getSnapshot().current.conversation;
    expect(entries.filter((entry) => entry.message.type === 'assistant')).toHaveLength(entries.length / 2);
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.map((entry) => entry.message.status)).toEqual(entries.map(() => 'complete'));
  });

describe('asking', () => {
  it('shows the message at once, makes the session, and holds the answer exactly', async () => {
    const store = under.open();
    store.send('How?');
    expect(rows(store)).toEqual([['user', 'complete', 'How?']]);
    await answered(store);
    expect(rows(store)).toEqual(history(under.server, store));
    expect([...under.server.sessions.values()][0]?.wire.context.client_name).toBe('Acme Retail');
  });

  it('is exact while the stream is cut at random and every event is repeated', async () => {
    const random = createRandom(11);
    let cuts = 20;
    under.server.faults.cutAfter = () => (cuts-- > 0 ? 1 + random.between(0, 9) : null);
    under.server.faults.repeats = true;
    const store = under.open();
    store.send('How?');
    await answered(store);
    expect(cuts).toBeLessThan(10);
    expect(rows(store)).toEqual(history(under.server, store));
  });

  it('goes on after a reload in the middle of the answer', async () => {
    under.script = { text: long, deltaMs: 4 };
    const storage = memoryStorage();
    const before = under.open({ storage });
    before.send('How?');
    await settles(() => expect(rows(before)[1]?.[2].length).toBeGreaterThan(100));
    before.close();
    const after = under.open({ storage });
    await settles(() => expect(rows(after)[1]?.[1]).toBe('streaming'));
    await answered(after);
    expect(rows(after)).toEqual(history(under.server, after));
  });

  it('reads everything again when text is missing', async () => {
    // Between two pieces more time passes than text that came too early is waited for to be made up for.
    const deltaMs = 2 * clientLimits.holeWaitsMs;
    under.script = { text: long, deltaMs, pieceLength: long.length / 4 };
    const store = under.open();
    store.send('How?');
    await settles(() => expect(rows(store)[1]?.[2].length).toBeGreaterThan(60));
    const [session] = under.server.sessions.values();
    const delta = session?.log.findLast((item) => item.event.type === 'message.delta')?.event;
    if (!session || delta?.type !== 'message.delta') throw new Error('nothing is being written');
    const reads = () => under.server.requests.filter((request) => request.path.includes('/history')).length;
    const readsBefore = reads();
    // Its offset gives away that something before it never came.
    append(session, { ...delta, offset: 9_999, text: 'out of place' });
    await settles(() => expect(reads()).toBeGreaterThan(readsBefore));
    await answered(store);
    expect(rows(store)).toEqual(history(under.server, store));
  });

  it('sends two questions in order, and the second one waits', async () => {
    let release = () => {};
    under.script = {
      text: long,
      held: new Promise((resolve) => {
        release = resolve;
      }),
    };
    const store = under.open();
    store.send('First');
    store.send('Second');
    await settles(() => {
      const { conversation } = store.getSnapshot().current;
      expect(Object.values(conversation.turns).map(({ stage }) => stage)).toContain('writing');
      expect(waitingTurns(conversation)).toHaveLength(1);
    });
    release();
    await answered(store);
    expect(rows(store)).toEqual(history(under.server, store));
    expect(rows(store).map(([, , text]) => text)).toEqual(['First', long, 'Second', long]);
  });

  it('shows in one tab what another tab of the user asks', async () => {
    const storage = memoryStorage();
    const one = under.open({ storage });
    one.send('From one');
    await answered(one);
    const two = under.open({ storage });
    await answered(two);
    two.send('From two');
    await settles(() => expect(rows(one)).toHaveLength(4));
    await answered(one);
    expect(rows(one)).toEqual(rows(two));
    expect(rows(one)).toEqual(history(under.server, one));
  });
});

describe('sending in trouble', () => {
  it('makes one message of a POST whose answer was lost', async () => {
    const store = under.open();
    await settles(() => expect(store.getSnapshot().connection.word).toBe('ready'));
    under.server.faults.postStatuses = [0, 0];
    store.send('Once');
    await answered(store);
    const sentKeys = () => under.server.requests.map((request) => request.idempotencyKey).filter(Boolean);
    await settles(() => expect(sentKeys()).toHaveLength(3));
    expect(new Set(sentKeys())).toEqual(new Set([store.getSnapshot().current.conversation.entries[0]?.key]));
    expect(rows(store)).toEqual(history(under.server, store));
    expect(rows(store)).toHaveLength(2);
  });

  it('keeps messages while the server is away, says so, and sends them in order when it is back', async () => {
    const store = under.open();
    store.send('Before');
    await answered(store);
    under.server.faults.down = true;
    store.send('One');
    store.send('Two');
    await settles(() => {
      const held = store.getSnapshot().current.conversation.entries.slice(2);
      expect(held.map((entry) => [entry.delivery, entry.problem?.code])).toEqual([
        ['waiting', 'OFFLINE'],
        ['waiting', 'OFFLINE'],
      ]);
    });
    under.server.faults.down = false;
    store.reconnectNow();
    await settles(() => expect(rows(store)).toHaveLength(6));
    await answered(store);
    expect(
      rows(store)
        .filter(([type]) => type === 'user')
        .map(([, , text]) => text),
    ).toEqual(['Before', 'One', 'Two']);
    expect(rows(store)).toEqual(history(under.server, store));
  });

  it('gives a refused message back with the reason, and sends it when asked again', async () => {
    const store = under.open();
    under.server.faults.postStatuses = [409];
    store.send('Refused');
    await settles(() => {
      expect(store.getSnapshot().current.conversation.entries[0]).toMatchObject({
        delivery: 'refused',
        problem: { code: 'STATUS_409' },
      });
    });
    store.resend(store.getSnapshot().current.conversation.entries[0]?.key ?? '');
    await answered(store);
    expect(rows(store)).toEqual(history(under.server, store));
  });

  it('does not say any more that the server cannot be reached when it can', async () => {
    const store = under.open();
    store.send('How?');
    await answered(store);
    await settles(() => expect(store.getSnapshot().connection.word).toBe('live'));
    under.server.faults.down = true;
    store.rename(store.getSnapshot().current.id ?? '', 'Another name');
    await settles(() => expect(store.getSnapshot().notice?.code).toBe('OFFLINE'));
    under.server.faults.down = false;
    store.reconnectNow();
    await settles(() => expect(store.getSnapshot().notice).toBeNull());
  });

  it('takes no more than twenty messages into the line', () => {
    under.server.faults.down = true;
    const store = under.open();
    const taken = Array.from({ length: 25 }, (_, index) => store.send(`Message ${index}`));
    expect(taken.filter(Boolean)).toHaveLength(20);
    expect(rows(store)).toHaveLength(20);
  });

  it('is signed out when the host has no token, keeps the message, and goes on with a new one', async () => {
    let token = '';
    const store = under.open({ getToken: () => token });
    await settles(() => expect(store.getSnapshot().connection.word).toBe('signed-out'));
    store.send('Kept');
    token = makeToken('consultant');
    store.reconnectNow();
    await answered(store);
    expect(rows(store)).toEqual(history(under.server, store));
  });
});

describe('a turn', () => {
  it('that failed says why, and runs again on one press', async () => {
    under.script = { text: 'Never', fails: { code: 'MODEL_THROTTLED', message: 'Busy.' } };
    const store = under.open();
    store.send('How?');
    await settles(() => expect(rows(store)[1]?.[1]).toBe('failed'));
    const turnId = store.getSnapshot().current.conversation.entries[1]?.message.turn_id ?? '';
    under.script = { text: long };
    store.retryTurn(turnId);
    await answered(store);
    expect(rows(store)).toEqual(history(under.server, store));
  });

  it('that is stopped keeps what was written', async () => {
    under.script = { text: long, deltaMs: 5 };
    const store = under.open();
    store.send('How?');
    await settles(() => expect(rows(store)[1]?.[2].length).toBeGreaterThan(40));
    const turnId = Object.keys(store.getSnapshot().current.conversation.turns)[0] ?? '';
    store.stopTurn(turnId);
    await settles(() => expect(rows(store)[1]?.[1]).toBe('stopped'));
    expect(rows(store)).toEqual(history(under.server, store));
  });

  it('counts as unread when it ends while nobody looks', async () => {
    const store = under.open();
    store.setAttended(false);
    store.send('How?');
    await answered(store);
    expect(store.getSnapshot().unread).toBe(1);
    store.setAttended(true);
    expect(store.getSnapshot().unread).toBe(0);
  });
});

describe('sessions', () => {
  it('are listed, opened, renamed, closed and deleted', async () => {
    const store = under.open();
    store.send('First session');
    await answered(store);
    const first = store.getSnapshot().current.id ?? '';
    store.startNew();
    expect(rows(store)).toEqual([]);
    store.send('Second session');
    await answered(store);
    store.loadSessions();
    await settles(() => expect(store.getSnapshot().sessions.items).toHaveLength(2));
    store.select(first);
    await settles(() => expect(rows(store)[0]?.[2]).toBe('First session'));
    store.rename(first, 'Renamed');
    await settles(() => expect(store.getSnapshot().current.session?.title).toBe('Renamed'));
    store.setClosed(first, true);
    await settles(() => expect(store.getSnapshot().current.session?.status).toBe('closed'));
    store.remove(first);
    await settles(() => expect(store.getSnapshot().current.id).toBeNull());
    expect(store.getSnapshot().sessions.items.map((item) => item.title)).toEqual(['Second session']);
  });

  it('read older pages one by one, in order and without a repeat', async () => {
    under.server.faults.pageSize = 4;
    const storage = memoryStorage();
    const writer = under.open({ storage });
    for (const word of ['a', 'b', 'c', 'd', 'e']) {
      writer.send(word);
      await answered(writer);
    }
    const reader = under.open({ storage });
    await settles(() => expect(rows(reader)).toHaveLength(4));
    for (const count of [8, 10]) {
      reader.loadOlder();
      await settles(() => expect(rows(reader)).toHaveLength(count));
    }
    expect(reader.getSnapshot().current.olderCursor).toBeNull();
    expect(rows(reader)).toEqual(history(under.server, reader));
  });

  it('of one user are not shown to the next one at the same browser', async () => {
    const storage = memoryStorage();
    const first = under.open({ storage, user: 'consultant' });
    first.send('Mine');
    await answered(first);
    first.writeDraft('half a thought');
    const second = under.open({ storage, user: 'admin' });
    await settles(() => expect(second.getSnapshot().userId).toBe('admin'));
    expect(second.getSnapshot().current.id).toBeNull();
    expect(second.readDraft()).toBe('');
  });

  it('that have vanished leave a sentence and an empty page, not an error', async () => {
    const storage = memoryStorage();
    const before = under.open({ storage });
    before.send('Gone soon');
    await answered(before);
    under.server.sessions.clear();
    const after = under.open({ storage });
    await settles(() => expect(after.getSnapshot().notice?.code).toBe('CHAT_SESSION_NOT_FOUND'));
    expect(rows(after)).toEqual([]);
  });
});
