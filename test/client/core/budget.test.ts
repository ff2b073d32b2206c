import { describe, expect, it } from '@jest/globals';
import { answers } from '../support/open-store.js';
import { append } from '../support/scripted-sessions.js';
import { settles } from '../support/settles.js';
import { storesUnderTest } from '../support/stores-under-test.js';

const under = storesUnderTest();
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe('a budget that is nearly used up', () => {
  it('is known from the list of sessions, and forgotten when the list says nothing of it', async () => {
    const standing = { window: 'day', fraction: 0.83, resets_at: inAnHour() } as const;
    under.server.faults.budget = standing;
    const store = under.open();
    await settles(() => expect(store.getSnapshot().budget).toEqual(standing));
    under.server.faults.budget = null;
    store.loadSessions();
    await settles(() => expect(store.getSnapshot().budget).toBeNull());
  });

  it('is heard of in the open session; once put away it stays so until another window', async () => {
    const store = under.open();
    store.send('How?');
    await answers(store, 1);
    const [session] = under.server.sessions.values();
    if (!session) throw new Error('no session was made');
    const resets_at = inAnHour();
    const tell = (window: 'day' | 'month', fraction: number) =>
      append(session, { type: 'budget.warning', window, fraction, resets_at });
    tell('day', 0.8);
    await settles(() =>
      expect(store.getSnapshot().budget).toEqual({ window: 'day', fraction: 0.8, resets_at }),
    );
    store.dismissBudget();
    expect(store.getSnapshot().budget).toBeNull();
    tell('day', 0.9);
    tell('month', 0.8);
    await settles(() => expect(store.getSnapshot().budget?.window).toBe('month'));
  });
});

describe('a budget that is used up', () => {
  it('gives a question back at once, with the server’s sentences, and sends it by itself no more', async () => {
    const store = under.open();
    store.send('How?');
    await answers(store, 1);
    under.server.faults.overBudgetUntil = inAnHour();
    store.send('And how else?');
    const last = () => store.getSnapshot().current.conversation.entries.at(-1);
    await settles(() => expect(last()?.delivery).toBe('refused'));
    expect(last()?.problem).toMatchObject({
      code: 'BUDGET_EXCEEDED',
      sentences: { en: 'Your budget is free again tomorrow.', fr: 'Votre budget revient demain.' },
    });
    const posts = () => under.server.requests.filter(({ path }) => path.endsWith('/messages')).length;
    const before = posts();
    store.reconnectNow();
    under.server.faults.overBudgetUntil = null;
    store.takeBack(last()?.key ?? '');
    await settles(() => expect(store.readDraft()).toBe('And how else?'));
    expect(posts()).toBe(before);
    store.send(store.readDraft());
    await answers(store, 2);
  });

  it('is told of where an answer is asked for again', async () => {
    under.script = { text: '', fails: { code: 'MODEL_UNAVAILABLE', message: 'It was away.' } };
    const store = under.open();
    store.send('How?');
    const answer = () => store.getSnapshot().current.conversation.entries[1]?.message;
    await settles(() => expect(answer()?.status).toBe('failed'));
    under.server.faults.overBudgetUntil = inAnHour();
    await store.retryTurn(answer()?.turn_id ?? '');
    expect(store.getSnapshot().notice).toMatchObject({ code: 'BUDGET_EXCEEDED' });
    under.server.faults.overBudgetUntil = null;
  });
});
