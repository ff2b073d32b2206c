import { describe, expect, it } from '@jest/globals';
import { answers, memoryStorage } from '../support/open-store.js';
import { settles } from '../support/settles.js';
import { storesUnderTest } from '../support/stores-under-test.js';

const under = storesUnderTest();

describe('a user whose roles let him read only', () => {
  it('is known before he asks, from the list of sessions', async () => {
    const store = under.open({ user: 'viewer' });
    await settles(() => expect(store.getSnapshot().readsOnly).toBe(true));
    expect(under.server.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it.each([
    ['in a new session', 0],
    ['in one that he wrote in before', 1],
  ])(
    'since the list was read is told so when he asks %s, and his question is kept',
    async (_where, asked) => {
      const storage = memoryStorage();
      const store = under.open({ storage });
      await settles(() => expect(store.getSnapshot().sessions.status).toBe('ready'));
      if (asked > 0) {
        store.send('How?');
        await answers(store, 1);
      }
      expect(store.getSnapshot().readsOnly).toBe(false);
      under.server.faults.readers.add('consultant');
      store.send('And how else?');
      await settles(() => expect(store.getSnapshot().readsOnly).toBe(true));
      const question = store.getSnapshot().current.conversation.entries.at(-1);
      expect(question).toMatchObject({
        delivery: 'refused',
        problem: { code: 'FORBIDDEN' },
        message: { content: 'And how else?' },
      });
      under.server.faults.readers.delete('consultant');
      store.loadSessions();
      await settles(() => expect(store.getSnapshot().readsOnly).toBe(false));
      store.resend(question?.key ?? '');
      await answers(store, asked + 1);
    },
  );
});
