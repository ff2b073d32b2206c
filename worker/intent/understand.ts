import { performance } from 'node:perf_hooks';
import type { Entity, Intent, Language, Sentiment } from '../../core/domain/message.js';
import type { QuickAction } from '../../core/quick-actions/quick-action-file.js';
import { withoutInstructions } from '../../core/quick-actions/without-instructions.js';
import { createIntentChooser } from './choose-intent.js';
import { findEntities } from './entities.js';
import type { IntentDefinition } from './intent-file.js';
import { detectLanguage } from './language.js';
import type { Intents } from './load-intents.js';
import { findSentiment } from './sentiment/sentiment.js';
import { wordsOf } from './words.js';

export interface Understanding {
  intent: Intent;
  /** What the intent file says about it: template, whether to search, length of the answer. */
  definition: IntentDefinition;
  entities: Entity[];
  sentiment: Sentiment;
  language: Language;
  /** What is searched for: the text, without what a quick action says on how to answer. */
  subject: string;
  elapsedMs: number;
}

export interface Circumstances {
  /** The session's language so far; it decides where the text itself says little. */
  previousLanguage?: Language | null;
  /** What the questions before it wanted, newest first. */
  previousIntents?: readonly string[];
  /** When it was said, which "tomorrow" counts from. Default: now. */
  saidAt?: Date;
  /** Of the user, an IANA name; what is not one counts as UTC. */
  timeZone?: string | null;
  /** The quick action that asked: it knows what it wants. */
  quickAction?: string | null;
}

export type Understand = (text: string, circumstances?: Circumstances) => Understanding;

/**
 * Throws when an intent wants a prompt template that is not among the names, or a quick action an intent that there is not. What it returns needs no network, is linear
 * in the text and gives the same for the same.
 */
export function createUnderstanding(
  intents: Intents,
  templateNames: readonly string[],
  quickActions: readonly QuickAction[] = [],
): Understand {
  const lost = intents.file.intents.find((intent) => !templateNames.includes(intent.promptTemplate));
  if (lost)
    throw new Error(
      `intent ${lost.name} wants the prompt template ${lost.promptTemplate}, which there is not`,
    );
  const chooseIntent = createIntentChooser(intents);
  const fixed = readFixed(intents, quickActions);
  const actions = new Map(quickActions.map((action) => [action.id, action]));

  return (text, circumstances = {}) => {
    const startedAt = performance.now();
    const words = wordsOf(text);
    const action = actions.get(circumstances.quickAction ?? '');
    const language = detectLanguage(text, { prior: circumstances.previousLanguage ?? null });
    const entities = findEntities(text, { words, language, ...circumstances });
    const { definition, confidence, method } =
      fixed.get(circumstances.quickAction ?? '') ??
      chooseIntent({
        words,
        names: entities.length > 0,
        previousIntents: circumstances.previousIntents ?? [],
      });
    return {
      intent: { name: definition.name, confidence, method },
      definition,
      entities,
      sentiment: findSentiment(text, words, language),
      language,
      subject: action ? withoutInstructions(action, text) : text,
      elapsedMs: performance.now() - startedAt,
    };
  };
}

/**
 * Reads a text of each language twice: V8 compiles the expressions for dates at their first and second use, which takes a
 * fifth of a second and is not to be a user's.
 */
export function warmUp(understand: Understand): void {
  for (const text of ['What does it cost?', 'What does it cost?', 'Combien ça coûte ?', 'Combien ça coûte ?'])
    understand(text);
}

/** What each quick action wants. An action that this worker does not know yet is understood like any other message. */
function readFixed({ file }: Intents, quickActions: readonly QuickAction[]) {
  const byName = new Map(file.intents.map((definition) => [definition.name, definition]));
  return new Map(
    quickActions.map(({ id, intent }) => {
      const definition = byName.get(intent);
      if (!definition) throw new Error(`quick action ${id} wants the intent ${intent}, which there is not`);
      return [id, { definition, confidence: 1, method: 'quick_action' as const }];
    }),
  );
}
