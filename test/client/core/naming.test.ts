import { describe, expect, it } from '@jest/globals';
import { rows } from '../support/open-store.js';
import { append } from '../support/scripted-sessions.js';
import { settles } from '../support/settles.js';
import { storesUnderTest } from '../support/stores-under-test.js';

const under = storesUnderTest();

describe('a new session', () => {
  it('has a name of the widget’s making until the server has one, also when the list is read again', async () => {
    const store = under.open();
    store.send('What is a NAT gateway?');
    await settles(() => expect(rows(store)[1]?.[1]).toBe('complete'));
    const titles = () => {
      const { sessions, current } = store.getSnapshot();
      return [sessions.items[0]?.title, current.session?.title];
    };
    expect(titles()[0]).toBe('What is a NAT gateway?');
    const [session] = under.server.sessions.values();
    if (!session) throw new Error('no session was made');
    expect(session.wire.title).toBeNull();

    store.loadSessions();
    await settles(() => expect(store.getSnapshot().sessions.status).toBe('ready'));
    expect(titles()[0]).toBe('What is a NAT gateway?');

    session.wire.title = 'NAT gateways';
    append(session, { type: 'session.updated', session: session.wire });
    await settles(() => expect(titles()).toEqual(['NAT gateways', 'NAT gateways']));
  });
});
