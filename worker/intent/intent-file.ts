import { z } from 'zod';
import { ConfigError } from '../../core/config.js';
import { type Pattern, parsePattern } from '../../core/text/pattern.js';

/** Most tokens that an intent may give its answers. */
export const MAX_ANSWER_TOKENS = 8_192;

export const entityTypes = [
  'date',
  'date_range',
  'amount',
  'platform',
  'aws_service',
  'aws_region',
  'phone',
  'email',
] as const;
export type EntityType = (typeof entityTypes)[number];

const texts = z.array(z.string().min(1));
const byLanguage = z.strictObject({ en: texts, fr: texts });

const definition = z.strictObject({
  name: z.string().regex(/^[a-z][a-z_]*$/, { error: 'must be lower case with underscores' }),
  /** Key into the prompt templates. */
  promptTemplate: z.string().min(1),
  /** Whether the knowledge base is searched, so that the answer can cite. */
  searchKnowledge: z.boolean(),
  /** The model that answers; the first of the chain where nothing is said. */
  model: z.string().min(1).optional(),
  /** Most tokens of an answer. */
  maxTokens: z.number().int().min(16).max(MAX_ANSWER_TOKENS),
  /** The intent counts only in messages of at most so many words. */
  maxWords: z.number().int().min(1).optional(),
  /** Gives way to any other intent that fits. */
  yields: z.boolean().default(false),
  /** Entities that help to answer it. */
  wants: z.array(z.enum(entityTypes)).default([]),
  /** An answer may serve who asks the same in the same circumstances. */
  cacheable: z.boolean().default(false),
  /** A person is offered. */
  escalates: z.boolean().default(false),
  /** What is said, labelled as such, when no model answers. */
  canned: z.strictObject({ en: z.string().min(1), fr: z.string().min(1) }).optional(),
  /** In the language of `core/text/pattern.ts`. Both languages are tried on every text: people mix them. */
  patterns: byLanguage,
});

const schema = z
  .strictObject({
    /** The intent of a text that nothing fits; it has no patterns. */
    fallback: z.string(),
    /** Lists of words that patterns name as `@name`. */
    vocabulary: z.record(z.string(), texts.min(1)),
    /** Where two intents fit equally well, the one that stands first wins. */
    intents: z.array(definition).min(1),
    /** What people say when they mean an intent, by its name; the classifier learns from them. */
    examples: z.record(z.string(), byLanguage),
  })
  .superRefine((file, check) => {
    const names = file.intents.map((intent) => intent.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) check.addIssue({ code: 'custom', message: `intent ${twice} is there twice` });
    const fallback = file.intents.find((intent) => intent.name === file.fallback);
    if (!fallback) {
      check.addIssue({ code: 'custom', message: `fallback ${file.fallback} is not among the intents` });
    } else if (patternsOf(fallback).length > 0) {
      check.addIssue({ code: 'custom', message: `fallback ${file.fallback} must have no patterns` });
    }
    for (const name of Object.keys(file.examples)) {
      if (!names.includes(name))
        check.addIssue({ code: 'custom', message: `examples of ${name}, which there is not` });
    }
    for (const intent of file.intents) {
      if (!file.examples[intent.name])
        check.addIssue({ code: 'custom', message: `intent ${intent.name} has no examples` });
      for (const pattern of patternsOf(intent)) {
        const wrong = readable(pattern, file.vocabulary);
        if (wrong) check.addIssue({ code: 'custom', message: `intent ${intent.name}: ${wrong}` });
      }
    }
  });

export type IntentDefinition = z.output<typeof definition>;
export type IntentFile = z.output<typeof schema>;

/** Throws one sentence that says where it is wrong. */
export function checkIntentFile(content: unknown, name = 'the intent file'): IntentFile {
  const checked = schema.safeParse(content);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new ConfigError(`${name} is not valid: ${placeOf(content, issue?.path ?? [])}${issue?.message}.`);
}

/** `intents.3.maxTokens` says little where the third intent has a name. */
function placeOf(content: unknown, path: readonly PropertyKey[]): string {
  const [list, index, ...rest] = path;
  if (list !== 'intents' || typeof index !== 'number') return path.length > 0 ? `${path.join('.')}: ` : '';
  const entry = (content as { intents: { name?: unknown }[] }).intents[index];
  return `intent ${entry?.name ?? index + 1}, ${rest.join('.')}: `;
}

export function patternsOf({ patterns }: Pick<IntentDefinition, 'patterns'>): string[] {
  return [...patterns.en, ...patterns.fr];
}

export function readPatterns(file: Omit<IntentFile, 'examples'>): Map<Pattern, IntentDefinition> {
  return new Map(
    file.intents.flatMap((intent) =>
      patternsOf(intent).map((source) => [parsePattern(source, file.vocabulary), intent] as const),
    ),
  );
}

function readable(pattern: string, vocabulary: IntentFile['vocabulary']): string | null {
  try {
    parsePattern(pattern, vocabulary);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
