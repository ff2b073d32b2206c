import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SignalBus } from '../../core/backplane/signals.js';
import { newId } from '../../core/domain/ids.js';
import { eventually } from '../support/eventually.js';

export interface SignalsUnderTest {
  signals: SignalBus;
  /** The same bus seen from another process. */
  other: SignalBus;
  close(): Promise<void>;
}

/** What both signal buses promise. `open` is called once. */
export function signalsContract(kind: string, open: () => Promise<SignalsUnderTest>): void {
  describe(`signals on ${kind}`, () => {
    let under: SignalsUnderTest;
    beforeAll(async () => {
      under = await open();
    }, 30_000);
    afterAll(() => under.close());

    test('a signal reaches every process that listens to its name, its own too', async () => {
      const name = `stop-${newId()}`;
      const [here, there, elsewhere]: [string[], string[], string[]] = [[], [], []];
      const stops = [
        await under.signals.subscribe(name, (payload) => here.push(payload)),
        await under.other.subscribe(name, (payload) => there.push(payload)),
        await under.other.subscribe(`${name}x`, (payload) => elsewhere.push(payload)),
      ];
      await under.signals.publish(name, 'turn-1');
      await under.other.publish(name, 'turn 2 é\nline');
      await eventually('both got both', () => here.length === 2 && there.length === 2);
      expect(here).toEqual(['turn-1', 'turn 2 é\nline']);
      expect(there).toEqual(here);
      expect(elsewhere).toEqual([]);
      for (const stop of stops) stop();
    });

    test('whoever has stopped listening hears no more, the others do', async () => {
      const name = `stop-${newId()}`;
      const [one, two]: [string[], string[]] = [[], []];
      const stopOne = await under.other.subscribe(name, (payload) => one.push(payload));
      const stopTwo = await under.other.subscribe(name, (payload) => two.push(payload));
      stopOne();
      await under.signals.publish(name, 'x');
      await eventually('the other got it', () => two.length === 1);
      expect(one).toEqual([]);
      stopTwo();
    });

    test('a signal that nobody hears is no error', async () => {
      await under.signals.publish(`stop-${newId()}`, 'x');
    });
  });
}
