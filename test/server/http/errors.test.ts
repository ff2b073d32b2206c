import { expect, test } from '@jest/globals';
import { AsideError } from '../../../core/domain/errors.js';
import { toAsideError } from '../../../server/http/errors.js';

const fromPostgres = (code: string) => Object.assign(new Error('said by Postgres'), { code });

test.each([
  ['a deadlock', '40P01'],
  ['a serialization failure', '40001'],
  ['too many connections', '53300'],
  ['a shutdown', '57P01'],
  ['a cancelled statement', '57014'],
  ['a lock that is not to be had', '55P03'],
  ['a server that became a standby', '25006'],
  ['a refused connection', 'ECONNREFUSED'],
])('%s means: come again, nothing was written', (_what, code) => {
  const error = toAsideError(fromPostgres(code));
  expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503, retryAfter: expect.any(Number) });
});

test.each(['23505', '22P02', '42601'])('a statement of ours that is wrong (%s) is a bug', (code) => {
  expect(toAsideError(fromPostgres(code)).code).toBe('INTERNAL_ERROR');
});

test('an expected failure stays what it is', () => {
  const expected = new AsideError('CHAT_SESSION_NOT_FOUND');
  expect(toAsideError(expected)).toBe(expected);
});
