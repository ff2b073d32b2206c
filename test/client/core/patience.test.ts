import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Following, follow } from '../support/follow.js';
import { type ScriptedServer, startScriptedServer } from '../support/scripted-server.js';
import { newScriptedSession, type ScriptedSession } from '../support/scripted-sessions.js';
import { settles } from '../support/settles.js';

let server: ScriptedServer;
let session: ScriptedSession;
let following: Following | null = null;

beforeEach(async () => {
  server = await startScriptedServer({});
  session = newScriptedSession('consultant', {});
  server.sessions.set(session.wire.id, session);
});
afterEach(async () => {
  following?.stream.stop();
  await server.close();
});
const tries = () => server.requests.filter((request) => request.path.includes('/events'));

describe('a server that asks for patience', () => {
  it('is not asked before that, not even in another way', async () => {
    server.faults.retryAfterSeconds = 1;
    server.faults.statuses['GET events'] = [429, 429, 429];
    const startedAt = performance.now();
    following = follow(server, session, { limits: { backoff: { baseMs: 5, capMs: 1_000 } } });
    await settles(() => expect(tries()).toHaveLength(4));
    expect(performance.now() - startedAt).toBeGreaterThan(2_900);
    expect(tries()[3]?.accept).toBe('application/json');
  });
});

describe('a server that refuses', () => {
  it.each([[400], [403], [422]])('with %i is asked once, and the stream says why', async (status) => {
    server.faults.statuses['GET events'] = [status];
    following = follow(server, session);
    await settles(() => expect(following?.refused()).toBe(`STATUS_${status}`));
    expect(following.gone()).toBe(false);
    expect(tries()).toHaveLength(1);
  });

  it.each([[404], [410]])('with %i has no such session', async (status) => {
    server.faults.statuses['GET events'] = [status];
    following = follow(server, session);
    await settles(() => expect(following?.gone()).toBe(true));
    expect(following.refused()).toBeNull();
  });
});
