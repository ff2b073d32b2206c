import { performance } from 'node:perf_hooks';
import type { Entity, Intent, Language } from '../../core/domain/message.js';
import { findEntities } from './entities.js';
import { type IntentDefinition, type IntentFile, intentFileSchema } from './intent-file.js';
import { detectLanguage } from './language.js';
import { createMatcher, type Pattern, parsePattern } from './pattern.js';
import { type Word, wordsOf } from './words.js';

export interface Classification {
  intent: Intent;
  /** What the intent file says about it: template, whether to search, length of the answer. */
  definition: IntentDefinition;
  entities: Entity[];
  language: Language;
  elapsedMs: number;
}

export interface ClassifyOptions {
  /** The session's language so far; it decides where the text itself says little. */
  previousLanguage?: Language | null;
}

export type Classify = (text: string, options?: ClassifyOptions) => Classification;

const PATTERN_CONFIDENCE = 0.85;
const FALLBACK_CONFIDENCE = 0.5;

/**
 * Reads the intent file once; throws when it is not valid, or wants a prompt template that is not among the names. `classify` is pure and linear in the text.
 *
 * Where several intents fit, the one wins whose longest fitting pattern asks for the most words; then the one
 * with more fitting patterns; then the one that stands first in the file. Intents that yield (greeting,
 * farewell) count only when nothing else fits.
 */
export function createClassifier(intentFile: IntentFile, templateNames?: readonly string[]): Classify {
  const file = intentFileSchema.parse(intentFile);
  const lost = file.intents.find((intent) => templateNames && !templateNames.includes(intent.promptTemplate));
  if (lost)
    throw new Error(
      `intent ${lost.name} wants the prompt template ${lost.promptTemplate}, which there is not`,
    );
  const owners = new Map<Pattern, IntentDefinition>();
  for (const definition of file.intents) {
    for (const source of [...definition.patterns.en, ...definition.patterns.fr]) {
      owners.set(parsePattern(source, file.vocabulary), definition);
    }
  }
  const match = createMatcher([...owners.keys()]);
  const order = new Map(file.intents.map((definition, index) => [definition, index]));
  const fallback = file.intents.find((definition) => definition.name === file.fallback);
  if (!fallback) throw new Error(`fallback ${file.fallback} is not among the intents`);

  function choose(words: readonly Word[]): IntentDefinition | null {
    const candidates = new Map<IntentDefinition, { longest: number; patterns: number }>();
    for (const pattern of match(words)) {
      const definition = owners.get(pattern);
      if (!definition || words.length > (definition.maxWords ?? Number.POSITIVE_INFINITY)) continue;
      const so = candidates.get(definition) ?? { longest: 0, patterns: 0 };
      candidates.set(definition, {
        longest: Math.max(so.longest, pattern.size),
        patterns: so.patterns + 1,
      });
    }
    const ranked = [...candidates].sort(
      ([a, fitA], [b, fitB]) =>
        Number(a.yields) - Number(b.yields) ||
        fitB.longest - fitA.longest ||
        fitB.patterns - fitA.patterns ||
        (order.get(a) ?? 0) - (order.get(b) ?? 0),
    );
    return ranked[0]?.[0] ?? null;
  }

  return (text, options = {}) => {
    const startedAt = performance.now();
    const words = wordsOf(text);
    const chosen = choose(words);
    const definition = chosen ?? fallback;
    return {
      intent: {
        name: definition.name,
        confidence: chosen ? PATTERN_CONFIDENCE : FALLBACK_CONFIDENCE,
        method: chosen ? 'pattern' : 'fallback',
      },
      definition,
      entities: findEntities(text, words),
      language: detectLanguage(text, { prior: options.previousLanguage ?? null }),
      elapsedMs: performance.now() - startedAt,
    };
  };
}
