import { fc } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import type { Finding, Watch } from '../../../core/moderation/finding.js';
import { loadModeration } from '../../../core/moderation/load-moderation.js';
import { together } from '../../../core/moderation/moderation.js';
import {
  createInstructionsWatch,
  indexInstructions,
} from '../../../worker/output-filter/instructions-watch.js';
import { Withheld } from '../../../worker/output-filter/withheld.js';
import { createWithholding } from '../../../worker/output-filter/withhold.js';
import { inPieces } from '../../core/moderation/pieces.js';

const instructions =
  'Answer only from the sources and say so where they do not hold what is asked for by the person who asks you.';
const index = indexInstructions([instructions]);
const moderation = loadModeration();
const words = instructions.split(' ');

const runOfInstructions = fc
  .tuple(fc.nat(words.length), fc.integer({ min: 1, max: 13 }))
  .map(([from, count]) => words.slice(from, from + count).join(' '));
const others = fc.constantFrom(
  'AKIA4TESTQ7RMXZ2LBVN',
  'I will',
  'kill',
  'kill you',
  'k i l l',
  'if',
  'the build',
  'make a bomb',
  '.',
  '!',
  '\n\n',
  '🙂',
  '   ',
);
const texts = fc
  .array(fc.oneof(runOfInstructions, others), { maxLength: 12 })
  .map((parts) => parts.join(' '));

/** What went on of a text after each of its pieces, and what was found in it. */
function through(watch: Watch, text: string, sizes: Iterator<number>) {
  const stage = createWithholding(watch);
  const told: string[] = [];
  let finding: Finding | null = null;
  try {
    for (const piece of inPieces(text, sizes)) told.push((told.at(-1) ?? '') + stage.push(piece));
    told.push((told.at(-1) ?? '') + stage.end());
  } catch (error) {
    if (!(error instanceof Withheld)) throw error;
    finding = watch.finding;
  }
  return { told, finding };
}

describe('what is held back and what goes on', () => {
  const watches: [string, () => Watch][] = [
    ['of a watch for instructions', () => createInstructionsWatch(index)],
    [
      'of all watches together',
      () => together([moderation.watch('output'), createInstructionsWatch(index), moderation.watch('input')]),
    ],
  ];
  test.each(watches)('are the text, each part once and in order: %s', (_name, create) => {
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.nat(9)), (text, sizes) => {
        const { told, finding } = through(create(), text, sizes);
        for (const so of told) expect(text.startsWith(so)).toBe(true);
        if (!finding) expect(told.at(-1) ?? '').toBe(text);
        // The first words of instructions say nothing, and may have gone on.
        else if (finding.rule !== 'instructions')
          expect(told.at(-1)?.length ?? 0).toBeLessThanOrEqual(finding.start);
      }),
      { numRuns: 500 },
    );
  });

  test('the first part of a key is not shown behind words of the instructions', () => {
    const key = 'AKIA4TESTQ7RMXZ2LBVN';
    const text = `${words.slice(0, 6).join(' ')} is ${key}`;
    const watch = together([createInstructionsWatch(index), moderation.watch('output')]);
    const { told, finding } = through(watch, text, Array<number>(text.length).fill(0).values());
    expect(finding?.category).toBe('secret');
    expect(told.at(-1)).toBe(text.slice(0, -key.length));
  });
});
