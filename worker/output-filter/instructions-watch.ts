import type { Finding, Watch } from '../../core/moderation/finding.js';
import { createShapeWatch, indexShapes } from '../../core/moderation/shape-watch.js';
import { createWordReader, type ReadWord } from '../../core/moderation/word-reader.js';

export const leakLimits = {
  /** Words of our instructions in a row that are no accident. */
  words: 14,
  /** From so many on, the row is kept back until it is clear. */
  heldWords: 4,
} as const;

const leak = { category: 'prompt_injection', severity: 'high' } as const;
export const leakRules = ['instructions', 'canary'] as const;

/** The words of the instructions, and where each of them stands. */
export interface InstructionIndex {
  words: readonly string[];
  places: ReadonlyMap<string, readonly number[]>;
}

export function indexInstructions(texts: readonly string[]): InstructionIndex {
  const words: string[] = [];
  const reader = createWordReader(({ forms }) => words.push(forms[0] ?? ''));
  for (const text of texts) {
    reader.push(text);
    reader.end();
    // No row of words goes on from one text to the next.
    words.push('');
  }
  const places = new Map<string, number[]>();
  for (const [place, word] of words.entries()) {
    if (word !== '') places.set(word, [...(places.get(word) ?? []), place]);
  }
  return { words, places };
}

/** Finds rows of words of the instructions. */
export function createInstructionsWatch(index: InstructionIndex): Watch {
  let runs: { place: number; length: number; start: number }[] = [];
  let finding: Finding | null = null;
  const reader = createWordReader(({ forms, start }: ReadWord) => {
    const places = index.places.get(forms[0] ?? '');
    if (!places) {
      runs = [];
      return;
    }
    const going = new Map(runs.map((run) => [run.place + 1, run]));
    runs = places.map((place) => {
      const run = going.get(place);
      return { place, length: (run?.length ?? 0) + 1, start: run?.start ?? start };
    });
    const found = runs.find(({ length }) => length >= leakLimits.words);
    if (found) finding ??= { ...leak, rule: leakRules[0], start: found.start };
  });
  return {
    push: reader.push,
    end: reader.end,
    get finding() {
      return finding;
    },
    get heldFrom() {
      let first: number | null = null;
      for (const { length, start } of runs) {
        if (length >= leakLimits.heldWords) first = Math.min(first ?? start, start);
      }
      return first;
    },
  };
}

/** Finds the mark that this prompt's instructions carry, and which is nowhere else. */
export function createCanaryWatch(canary: string): Watch {
  const parts = [{ texts: [canary.toLowerCase()] }];
  // However it is written, and whatever it is written to.
  const always = { anyCase: true, insideWords: true, except: [] };
  return createShapeWatch(indexShapes([{ ...leak, rule: leakRules[1], parts, ...always }]));
}
