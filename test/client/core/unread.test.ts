import { describe, expect, it } from '@jest/globals';
import { answers, memoryStorage, rows } from '../support/open-store.js';
import { makeToken } from '../support/page-tokens.js';
import { settles } from '../support/settles.js';
import { storesUnderTest } from '../support/stores-under-test.js';

const under = storesUnderTest();

describe('the count of unread answers', () => {
  it('is forgotten when the chat is already on screen as the page comes back', async () => {
    const storage = memoryStorage();
    const before = under.open({ storage });
    before.setAttended(false);
    before.send('How?');
    await settles(() => expect(before.getSnapshot().unread).toBe(1));
    before.close();
    const after = under.open({ storage });
    after.setAttended(true);
    await answers(after, 1);
    expect(after.getSnapshot().unread).toBe(0);
  });

  it('has the answers that ended while the page was away', async () => {
    under.script = { text: 'Slowly written', deltaMs: 40 };
    const storage = memoryStorage();
    const before = under.open({ storage });
    before.setAttended(false);
    before.send('How?');
    await settles(() => expect(rows(before)[1]?.[1]).toBe('streaming'));
    before.close();
    const [session] = under.server.sessions.values();
    await settles(() => expect(session?.messages[1]?.status).toBe('complete'));
    const after = under.open({ storage });
    after.setAttended(false);
    await settles(() => expect(after.getSnapshot().unread).toBe(1));
    after.close();
    const again = under.open({ storage });
    again.setAttended(false);
    await answers(again, 1);
    expect(again.getSnapshot().unread).toBe(1);
  });

  it('is kept while another tab shows another session', async () => {
    const storage = memoryStorage();
    const first = under.open({ storage });
    first.setAttended(false);
    first.send('How?');
    await settles(() => expect(first.getSnapshot().unread).toBe(1));
    const id = first.getSnapshot().current.id ?? '';
    const second = under.open({ storage });
    second.startNew();
    second.setAttended(true);
    second.send('How else?');
    await answers(second, 1);
    expect(second.getSnapshot().unread).toBe(0);
    first.close();
    second.close();
    const again = under.open({ storage });
    again.setAttended(false);
    again.select(id);
    await settles(() => expect(again.getSnapshot().unread).toBe(1));
  });

  it('has nothing of a session that is opened for the first time', async () => {
    const writer = under.open();
    writer.send('How?');
    await answers(writer, 1);
    const storage = memoryStorage();
    storage.setItem(`aside:${under.server.url}:consultant:session`, writer.getSnapshot().current.id ?? '');
    const reader = under.open({ storage, getToken: () => makeToken('consultant') });
    reader.setAttended(false);
    await answers(reader, 1);
    expect(reader.getSnapshot().unread).toBe(0);
  });
});
