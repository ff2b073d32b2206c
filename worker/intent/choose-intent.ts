import type { IntentMethod } from '../../core/domain/message.js';
import type { Pattern } from '../../core/text/pattern.js';
import { isFollowUp } from './follow-up.js';
import { type IntentDefinition, readPatterns } from './intent-file.js';
import { createIntentModel, type Guess } from './intent-model.js';
import type { Intents } from './load-intents.js';
import { createMatcher } from './pattern.js';
import type { Word } from './words.js';

export interface Choice {
  definition: IntentDefinition;
  confidence: number;
  method: Exclude<IntentMethod, 'ai' | 'quick_action'>;
}

export interface Said {
  words: readonly Word[];
  /** Whether it names a service, a Region, a date, an amount or the like. */
  names: boolean;
  /** Of the questions before it in the session, newest first. */
  previousIntents: readonly string[];
}

/** Patterns are right so often, and so are those that follow up; the fallback is a guess. */
const CONFIDENCE = { pattern: 0.85, followUp: 0.85, fallback: 0.5 } as const;
/**
 * How sure the classifier has to be: where no pattern fits, and to be followed against a pattern of one word. Chosen by
 * cross-validation over the examples of the shipped file.
 */
export const SURE = { alone: 0.25, against: 0.5 } as const;

/**
 * What a message wants. The rule, where several intents fit:
 *
 * 1. Patterns of several words say it; the one with the most words is the most specific and wins.
 * 2. A pattern of one word is a hint ("error", "help"): it holds unless the classifier is sure of something else.
 * 3. Among patterns of the same length the classifier decides; where it knows neither, the one with more fitting
 *    patterns, then the one that stands first in the file.
 * 4. Intents that yield (greeting, farewell) count only when nothing else fits.
 * 5. Where no pattern fits, what only goes on with the question before ("and with five?") wants what that one wanted:
 *    the classifier, which learns from whole questions, is wrong there and sure of it.
 * 6. Else the classifier decides if it is sure enough; else it is the fallback.
 */
export function createIntentChooser({ file, trained }: Intents): (said: Said) => Choice {
  const owners = readPatterns(file);
  const match = createMatcher([...owners.keys()]);
  const model = createIntentModel(trained, file.vocabulary);
  const byName = new Map(file.intents.map((definition) => [definition.name, definition]));
  const order = new Map(file.intents.map((definition, index) => [definition, index]));
  const fallback = byName.get(file.fallback);
  if (!fallback) throw new Error(`fallback ${file.fallback} is not among the intents`);

  // Nobody goes on with thanks, nor with what quick actions alone want.
  const continued = new Map(
    [...byName].filter(([name, { yields }]) => !yields && trained.names.includes(name)),
  );

  return ({ words, names, previousIntents }) => {
    const fits = fitting(match(words), owners, words);
    const longest = Math.max(0, ...[...fits.values()].map(({ size }) => size));
    if (longest > 1) {
      const [only, another] = [...fits].filter(([, { size }]) => size === longest).map(([fit]) => fit);
      if (only && !another) return { definition: only, confidence: CONFIDENCE.pattern, method: 'pattern' };
    }
    const guess = model.predict(words);
    const guessed = byName.get(guess.name);
    const hinted = bestOf(fits, longest, guess, order);
    const gives = guessed && (!mayBe(guessed, words) || (guessed.yields && hinted && !hinted.yields));
    const before = continued.get(previousIntents.find((name) => continued.has(name)) ?? '');
    if (before && !hinted && isFollowUp(words, names))
      return { definition: before, confidence: CONFIDENCE.followUp, method: 'follow_up' };
    if (guessed && !gives && guessed !== hinted && longest <= 1 && guess.knownWords > 0) {
      const sure = guess.probability >= (hinted ? SURE.against : SURE.alone);
      if (sure) return { definition: guessed, confidence: rounded(guess.probability), method: 'classifier' };
    }
    if (hinted) return { definition: hinted, confidence: CONFIDENCE.pattern, method: 'pattern' };
    return { definition: fallback, confidence: CONFIDENCE.fallback, method: 'fallback' };
  };
}

type Fits = Map<IntentDefinition, { size: number; patterns: number }>;

/** The intents with a fitting pattern, without those that yield where there are others. */
function fitting(
  patterns: ReadonlySet<Pattern>,
  owners: ReadonlyMap<Pattern, IntentDefinition>,
  words: readonly Word[],
): Fits {
  const fits: Fits = new Map();
  for (const pattern of patterns) {
    const definition = owners.get(pattern);
    if (!definition || !mayBe(definition, words)) continue;
    const so = fits.get(definition) ?? { size: 0, patterns: 0 };
    fits.set(definition, { size: Math.max(so.size, pattern.size), patterns: so.patterns + 1 });
  }
  const others = [...fits].filter(([{ yields }]) => !yields);
  return others.length > 0 ? new Map(others) : fits;
}

/** A greeting that opens a question is none. */
function mayBe({ maxWords }: IntentDefinition, words: readonly Word[]): boolean {
  return words.length <= (maxWords ?? Number.POSITIVE_INFINITY);
}

function bestOf(
  fits: Fits,
  longest: number,
  guess: Guess,
  order: ReadonlyMap<IntentDefinition, number>,
): IntentDefinition | null {
  const [best] = [...fits]
    .filter(([, { size }]) => size === longest)
    .sort(
      ([a, fitA], [b, fitB]) =>
        guess.chanceOf(b.name) - guess.chanceOf(a.name) ||
        fitB.patterns - fitA.patterns ||
        (order.get(a) ?? 0) - (order.get(b) ?? 0),
    );
  return best?.[0] ?? null;
}

function rounded(probability: number): number {
  return Math.round(probability * 1_000) / 1_000;
}
