import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KeyStore } from '../../core/backplane/keys.js';
import { newId } from '../../core/domain/ids.js';
import { eventually } from '../support/eventually.js';

/** What both key stores promise. `open` is called once. */
export function keyStoreContract(
  kind: string,
  open: () => Promise<{ keys: KeyStore; close(): Promise<void> }>,
): void {
  describe(`short-lived keys on ${kind}`, () => {
    let under: { keys: KeyStore; close(): Promise<void> };
    beforeAll(async () => {
      under = await open();
    }, 30_000);
    afterAll(() => under.close());

    test('a value is read back as it was set, and replaced by the next', async () => {
      const key = newId();
      expect(await under.keys.get(key)).toBeNull();
      await under.keys.set(key, 'é 🦊 "quoted"\nline', 60);
      expect(await under.keys.get(key)).toBe('é 🦊 "quoted"\nline');
      await under.keys.set(key, '', 60);
      expect(await under.keys.get(key)).toBe('');
    });

    test('a value is gone after its time', async () => {
      const key = newId();
      await under.keys.set(key, 'soon gone', 1);
      expect(await under.keys.get(key)).toBe('soon gone');
      await eventually('the value has expired', async () => (await under.keys.get(key)) === null);
      expect(await under.keys.take(key)).toBeNull();
    });

    test('of many who take a value, one gets it', async () => {
      const key = newId();
      await under.keys.set(key, 'ticket', 60);
      const taken = await Promise.all(Array.from({ length: 10 }, () => under.keys.take(key)));
      expect(taken.filter((value) => value === 'ticket')).toHaveLength(1);
      expect(taken.filter((value) => value === null)).toHaveLength(9);
    });

    test('a deleted value is gone, and deleting nothing is no error', async () => {
      const key = newId();
      await under.keys.set(key, 'x', 60);
      await under.keys.delete(key);
      await under.keys.delete(key);
      expect(await under.keys.get(key)).toBeNull();
    });
  });
}
