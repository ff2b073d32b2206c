import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createPlaces, placeLimits } from '../../../server/live/places.js';
import { eventually } from '../../support/eventually.js';
import { type Api, apiOf, refusal, startTestServer, type TestServer } from '../../support/server.js';

describe('places for streams and polls', () => {
  test('a user has as many as one may have, whatever others have, and gets back what he gave back', () => {
    const places = createPlaces({ perUser: 2, perProcess: 10 });
    const leave = places.take('ana');
    places.take('ana');
    expect(() => places.take('ana')).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_STREAMS', retryAfter: 5 }),
    );
    places.take('ben');
    leave();
    leave();
    places.take('ana');
    expect(() => places.take('ana')).toThrow(expect.objectContaining({ code: 'TOO_MANY_STREAMS' }));
  });

  test('a process that is full sends everybody elsewhere', () => {
    const places = createPlaces({ perUser: 2, perProcess: 2 });
    places.take('ana');
    places.take('ben');
    expect(() => places.take('cem')).toThrow(
      expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', retryAfter: 5 }),
    );
  });
});

describe('the streams of one user', () => {
  let server: TestServer;
  let api: Api;
  beforeAll(async () => {
    server = await startTestServer();
    api = apiOf(server, 'user-1');
  });
  afterAll(() => server.close());

  test('are bounded, and one that ends makes room', async () => {
    const { id } = await api.createSession();
    const ending = new AbortController();
    const open = () =>
      fetch(`${api.base}/sessions/${id}/events`, {
        headers: { accept: 'text/event-stream', authorization: `Bearer ${api.token}` },
        signal: ending.signal,
      });
    // An answer that nobody holds is closed when memory is tidied up.
    const held: Response[] = [];
    for (let opened = 0; opened < placeLimits.perUser; opened += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, open));
      held.push(...answers);
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    }
    for (const accept of ['text/event-stream', 'application/json']) {
      const refused = await api.get(`/sessions/${id}/events?wait=0`, { headers: { accept } });
      expect(refusal(refused)).toEqual({ status: 429, code: 'TOO_MANY_STREAMS' });
      expect(refused.headers.get('retry-after')).toBe('5');
    }
    ending.abort();
    expect(held).toHaveLength(placeLimits.perUser);
    const poll = () => api.get(`/sessions/${id}/events?wait=0`, { headers: { accept: 'application/json' } });
    await eventually('there is room again', async () => (await poll()).status === 200);
  });
});
