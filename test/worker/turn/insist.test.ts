import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import type { Turn } from '../../../core/domain/turn.js';
import { insist } from '../../../worker/turn/insist.js';
import type { Lease } from '../../../worker/turn/leases.js';
import { silentLogger as logger } from '../../support/logger.js';

const failing = (error: Error, times: number) => {
  let told = 0;
  const lease = { mayBeOurs: () => true } as Lease;
  const outcome = insist({ logger }, { turn: { id: 'turn' } as Turn, lease }, async () => {
    if (told++ < times) throw error;
    return 'told';
  });
  return { outcome, told: () => told };
};
const withCode = (code: string) => Object.assign(new Error('refused'), { code });

test.each([
  withCode('ECONNREFUSED'),
  withCode('57P01'),
  new Error('Query read timeout'),
  new Error('Connection terminated unexpectedly'),
])('what became of a turn is told again while Postgres is away: %s', async (error) => {
  const { outcome, told } = failing(error, 2);
  expect(await outcome).toBe('told');
  expect(told()).toBe(3);
});

test('an error of Node’s own is known, though it is of another realm here', async () => {
  const [error] = await once(connect(1, '127.0.0.1'), 'error').catch((refused: Error) => [refused]);
  const { outcome, told } = failing(error, 1);
  expect(await outcome).toBe('told');
  expect(told()).toBe(2);
});

test.each([withCode('23505'), withCode('22021'), new TypeError('a bug')])(
  'what Postgres, or this program, would refuse again is told once: %s',
  async (error) => {
    const { outcome, told } = failing(error, 2);
    await expect(outcome).rejects.toBe(error);
    expect(told()).toBe(1);
  },
);
