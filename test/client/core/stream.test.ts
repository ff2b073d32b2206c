import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Following, follow } from '../support/follow.js';
import { makeToken } from '../support/page-tokens.js';
import { type ScriptedServer, startScriptedServer } from '../support/scripted-server.js';
import { append, newScriptedSession, type ScriptedSession, tail } from '../support/scripted-sessions.js';
import { settles } from '../support/settles.js';

let server: ScriptedServer;
let session: ScriptedSession;
let open: Following[] = [];

beforeEach(async () => {
  server = await startScriptedServer({});
  session = newScriptedSession('consultant', {});
  server.sessions.set(session.wire.id, session);
});
afterEach(async () => {
  for (const { stream } of open) stream.stop();
  open = [];
  await server.close();
});

function start(options: Parameters<typeof follow>[2] = {}): Following {
  const following = follow(server, session, options);
  open.push(following);
  return following;
}

const piece = 'streamed ';
function write(count: number, from = 0): void {
  for (let index = from; index < from + count; index++) {
    append(session, {
      type: 'message.delta',
      turn_id: 't',
      message_id: 'm',
      attempt: 1,
      offset: index * piece.length,
      text: piece,
    });
  }
}
const eventRequests = () => server.requests.filter((request) => request.path.includes('/events'));
const words = (following: Following) => following.states.map((state) => state.word);

describe('the event stream', () => {
  it('delivers the exact text over twenty cuts, going on from the last event each time', async () => {
    let cuts = 20;
    server.faults.cutAfter = () => (cuts-- > 0 ? 3 : null);
    write(80);
    const following = start();
    await settles(() => expect(following.text()).toBe(piece.repeat(80)));
    expect(following.events.map((event) => event.id)).toEqual(session.log.map((item) => item.cursor));
    const cursors = eventRequests().map((request) => request.lastEventId);
    expect(cursors.slice(0, 4)).toEqual(['1-0', '1-3', '1-6', '1-9']);
    expect(cursors).toHaveLength(21);
  });

  it('says that it catches up, then that it is live', async () => {
    write(5);
    const following = start();
    await settles(() => expect(words(following)).toContain('live'));
    expect(words(following)).toEqual(['connecting', 'catching-up', 'live']);
  });

  it('takes a connection for dead when no byte comes, and resumes', async () => {
    server.faults.fallsSilent = true;
    const following = start({ limits: { silenceMs: 300 } });
    await settles(() => expect(eventRequests().length).toBe(1));
    write(2);
    await settles(() => expect(following.events).toHaveLength(2));
    await settles(() => expect(eventRequests().length).toBeGreaterThanOrEqual(2));
    expect(eventRequests()[1]?.lastEventId).toBe('1-2');
  });

  it('stays on a connection that only carries heartbeats', async () => {
    server.faults.heartbeatMs = 60;
    const following = start({ limits: { silenceMs: 1_000 } });
    await settles(() => expect(words(following)).toContain('live'));
    const since = Date.now();
    await settles(() => expect(Date.now() - since).toBeGreaterThan(2_000));
    expect(eventRequests()).toHaveLength(1);
  });

  it('polls on the same cursor when streaming bytes do not get through', async () => {
    server.faults.buffers = true;
    write(3);
    const following = start({ limits: { firstByteMs: 150 } });
    await settles(() => expect(words(following)).toContain('polling'));
    write(3, 3);
    await settles(() => expect(following.text()).toBe(piece.repeat(6)));
    const polls = eventRequests().filter((request) => request.accept === 'application/json');
    expect(polls[0]?.path).toContain('after=1-0');
    expect(polls.at(-1)?.path).toContain('wait=1');
  });

  it('goes back to streaming once that works again', async () => {
    server.faults.buffers = true;
    const following = start({ limits: { firstByteMs: 100, streamAgainMs: 400, pollWaitSeconds: 0 } });
    await settles(() => expect(words(following)).toContain('polling'));
    server.faults.buffers = false;
    await settles(() => expect(words(following).at(-1)).toBe('live'));
    write(2);
    await settles(() => expect(following.text()).toBe(piece.repeat(2)));
  });

  it('comes back after the time that a closing server names, and keeps its cursor', async () => {
    write(2);
    server.faults.closingOnce = { reason: 'draining', retry_ms: 300 };
    const startedAt = Date.now();
    const following = start();
    await settles(() => expect(eventRequests()).toHaveLength(2));
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(290);
    expect(eventRequests()[1]?.lastEventId).toBe(tail(session));
    await settles(() => expect(words(following).at(-1)).toBe('live'));
    expect(words(following)).not.toContain('offline');
  });

  it('asks for a new token when the server closes because the old one ran out', async () => {
    server.faults.closingOnce = { reason: 'auth_expired', retry_ms: 0 };
    const following = start();
    await settles(() => expect(eventRequests()).toHaveLength(2));
    expect(following.renewals()).toBe(1);
    expect(eventRequests()[0]?.token).not.toBe(eventRequests()[1]?.token);
  });

  it('renews a refused token once, and is signed out when the next one is refused too', async () => {
    const tokens = [makeToken('a'), makeToken('b')];
    for (const token of tokens) server.faults.refusedTokens.add(token);
    let asked = 0;
    const following = start({ getToken: () => tokens[Math.min(asked++, 1)] ?? '' });
    await settles(() => expect(words(following).at(-1)).toBe('signed-out'));
    expect(asked).toBe(2);
    expect(eventRequests()).toHaveLength(2);
  });

  it('says offline, and when it tries again, while the server is away; waits stay under the cap', async () => {
    server.faults.down = true;
    const following = start();
    await settles(() => expect(following.states.some((state) => state.word === 'offline')).toBe(true));
    await settles(() => expect(eventRequests().length).toBeGreaterThan(12));
    for (const state of following.states) {
      if (state.retryAt !== null) expect(state.retryAt - Date.now()).toBeLessThanOrEqual(40);
    }
    server.faults.down = false;
    write(1);
    await settles(() => expect(following.text()).toBe(piece));
    await settles(() => expect(['live', 'polling']).toContain(words(following).at(-1)));
  });

  it('takes the snapshot that answers a cursor of a lost log, and goes on from it', async () => {
    write(2);
    session.generation = 7;
    session.log.length = 0;
    const following = start({ from: '1-2' });
    await settles(() => expect(following.events[0]?.type).toBe('snapshot'));
    server.faults.closingOnce = { reason: 'replaced', retry_ms: 0 };
    write(1);
    await settles(() => expect(eventRequests().length).toBeGreaterThanOrEqual(2));
    expect(eventRequests()[1]?.lastEventId).toMatch(/^7-/);
  });

  it('stops for good when the session is gone', async () => {
    server.sessions.clear();
    const following = start();
    await settles(() => expect(following.gone()).toBe(true));
    expect(eventRequests()).toHaveLength(1);
  });

  it('ignores events of types it does not know', async () => {
    append(session, { type: 'turn.queued', turn_id: 't', position: 1 });
    Object.assign(session.log[0]?.event ?? {}, { type: 'something.new' });
    write(1);
    const following = start();
    await settles(() => expect(following.text()).toBe(piece));
    expect(following.events).toHaveLength(1);
  });
});
