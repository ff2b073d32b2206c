import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { parsePattern } from '../../../core/text/pattern.js';
import { loadIntents } from '../../../worker/intent/load-intents.js';
import { createMatcher } from '../../../worker/intent/pattern.js';
import { wordsOf } from '../../../worker/intent/words.js';

const fits = (pattern: string, text: string) =>
  createMatcher([parsePattern(pattern, { money: ['cost', 'prix'] })])(wordsOf(text)).size === 1;

describe('patterns', () => {
  test.each([
    ['cut ... cost', 'cut the cost', true],
    ['cut ... cost', 'cut cost', true],
    ['cut ... cost', 'cut one two three four five six cost', true],
    ['cut ... cost', 'cut one two three four five six seven cost', false],
    ['cut ... cost', 'cost cut', false],
    ['cut cost', 'cut the cost', false],
    ['a ... b c', 'a b x b c', true],
    ['migrat*', 'migrations', true],
    ['migrat*', 'immigration', false],
    ['much @money', 'how much COST', true],
    ['much @money', 'much prix', true],
    ['coûts', 'COUTS', true],
    ['cœur', 'coeur', true],
    ['the end', 'the', false],
  ])('%s in "%s": %s', (pattern, text, expected) => {
    expect(fits(pattern, text)).toBe(expected);
  });

  test('that begin with a word which nobody could look up are refused', () => {
    expect(() => parsePattern('# is it', {})).toThrow('pattern "# is it": "#" must stand behind a word');
    expect(fits('code .. #', 'code is h4ckme7')).toBe(true);
  });

  // Each shipped pattern, alone, on the text that costs it most: all its words but the last, over and over.
  const { file: intents } = loadIntents();
  const patterns = intents.intents.flatMap((intent) => [...intent.patterns.en, ...intent.patterns.fr]);
  test('every pattern is linear: 100 KB of near misses take it less than 20 ms of CPU', async () => {
    const slow: string[] = [];
    for (const source of new Set(patterns)) {
      const pattern = parsePattern(source, intents.vocabulary);
      const samples = pattern.steps.map((step) => [...step.exact, ...step.prefixes][0] ?? '');
      const missed = samples.length === 1 ? ['nothing'] : samples.slice(0, -1);
      const count = Math.ceil((100_000 / (missed.join(' ').length + 1)) * missed.length);
      const words = Array.from({ length: count }, (_, index) => ({
        folded: missed[index % missed.length] ?? '',
        start: 0,
        end: 0,
      }));
      const match = createMatcher([pattern]);
      const isQuick = () => {
        const before = process.cpuUsage();
        expect(match(words).size).toBeLessThanOrEqual(1);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1_000 < 20;
      };
      // Again before it counts as slow: compiling, collecting garbage and a busy neighbour are no fault of the pattern.
      let isLinear = isQuick();
      for (let tries = 1; !isLinear && tries < 30; tries++) {
        await setTimeout(10);
        isLinear = isQuick();
      }
      if (!isLinear) slow.push(source);
    }
    expect(slow).toEqual([]);
  });
});
