import { describe, expect, test } from '@jest/globals';
import { finding } from '../../../bench/chaos/oracle/finding.js';
import type { Played, Result } from '../../../bench/chaos/run.js';
import type { Scenario } from '../../../bench/chaos/scenario.js';
import { failuresOf } from '../../../bench/chaos/verdict.js';

const played = (...broken: string[]): Played => ({
  findings: [finding('messages were taken', 1, true), ...broken.map((must) => finding(must, 1, false))],
  error: null,
  notes: [],
  tookMs: 1,
});
const resultOf = (aside: Played, control: Played | null, breaks: string[] = ['no answer']): Result => ({
  scenario: {
    ...{ name: 'a-fault', title: 'a fault', quick: false, play: async () => [] },
    control: { play: async () => [], breaks },
  } satisfies Scenario,
  aside,
  control,
});

describe('the verdict', () => {
  test('is content when all holds, and the control breaks as the fault makes it', () => {
    expect(failuresOf([resultOf(played(), played('no answer that its reader did not see end'))])).toEqual([]);
  });

  test.each([
    ['a promise that did not hold', resultOf(played('no turn failed'), played('no answer'))],
    ['a control in which nothing broke', resultOf(played(), played())],
    ['a control that broke in another way', resultOf(played(), played('no turn failed'))],
    ['a scenario that could not be played', resultOf({ ...played(), error: 'no port' }, played('no answer'))],
    ['a control that could not be played', resultOf(played(), { ...played('no answer'), error: 'no port' })],
    ['a calm that was none', resultOf(played(), played('no turn failed'), [])],
  ])('names %s', (_what, result) => {
    expect(failuresOf([result])).toHaveLength(1);
  });
});
