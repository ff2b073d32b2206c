import { describe, expect, it } from '@jest/globals';
import { createTokenSource, readClaims } from '../../../client/core/token-source.js';
import { makeToken } from '../support/page-tokens.js';

describe('the token of the host', () => {
  it('is asked for once, however many requests wait for it', async () => {
    let asked = 0;
    const source = createTokenSource({
      getToken: async () => {
        asked++;
        return makeToken('a');
      },
    });
    const tokens = await Promise.all([source.current(), source.current(), source.current()]);
    expect(new Set(tokens).size).toBe(1);
    await source.current();
    expect(asked).toBe(1);
  });

  it('is renewed before it ends', async () => {
    const asks: boolean[] = [];
    const source = createTokenSource({
      getToken: ({ renew }) => {
        asks.push(renew);
        return makeToken('a', asks.length === 1 ? 10 : 3_600);
      },
    });
    await source.current();
    await source.current();
    await source.current();
    expect(asks).toEqual([false, true]);
  });

  it('is renewed once for all whose token was refused', async () => {
    let asked = 0;
    const source = createTokenSource({ getToken: () => makeToken(`a${asked++}`) });
    const first = await source.current();
    const renewed = await Promise.all([source.renew(first), source.renew(first)]);
    expect(renewed[0]).toBe(renewed[1]);
    expect(await source.renew(first)).toBe(renewed[0]);
    expect(asked).toBe(2);
  });

  it('that is nothing means signed out', async () => {
    const source = createTokenSource({ getToken: () => null });
    await expect(source.current()).rejects.toMatchObject({ code: 'SIGNED_OUT', passing: false });
  });

  it.each([
    ['rejected', () => Promise.reject(new Error('bad gateway'))],
    ['never given', () => new Promise<string>(() => undefined)],
  ])('that is %s is trouble that passes, and is asked for again', async (_what, fails) => {
    let asked = 0;
    const source = createTokenSource({
      getToken: () => (asked++ === 0 ? fails() : makeToken('a')),
      timeoutMs: 20,
    });
    await expect(source.current()).rejects.toMatchObject({ code: 'TOKEN_UNAVAILABLE', passing: true });
    await expect(source.current()).resolves.toContain('.');
  });

  it.each([
    ['', {}],
    ['a.b.c', {}],
    ['opaque', {}],
    [`x.${btoa('null')}.x`, {}],
  ])('may be anything: %j has no claims', (token, claims) => {
    expect(readClaims(token)).toEqual(claims);
  });

  it('may name a user in any script', () => {
    const payload = Buffer.from(JSON.stringify({ sub: 'Ünal 中' })).toString('base64url');
    expect(readClaims(`x.${payload}.x`).sub).toBe('Ünal 中');
  });
});
