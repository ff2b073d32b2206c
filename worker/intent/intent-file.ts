import { z } from 'zod';

const byLanguage = z.strictObject({ en: z.array(z.string().min(1)), fr: z.array(z.string().min(1)) });

/** Most tokens that an intent may give its answers. */
export const MAX_ANSWER_TOKENS = 8_192;

const definition = z.strictObject({
  name: z.string().regex(/^[a-z][a-z_]*$/, { error: 'must be lower case with underscores' }),
  /** What people say when they mean it. */
  examples: byLanguage,
  /** In the language of `pattern.ts`. Both languages are tried on every text: people mix them. */
  patterns: byLanguage,
  /** Key into the prompt templates. */
  promptTemplate: z.string().min(1),
  /** Whether the knowledge base is searched, so that the answer can cite. */
  searchKnowledge: z.boolean(),
  /** Most tokens of an answer. */
  maxTokens: z.number().int().min(16).max(MAX_ANSWER_TOKENS),
  /** The intent counts only in messages of at most so many words: a greeting that opens a question is none. */
  maxWords: z.number().int().min(1).optional(),
  /** Gives way to any other intent that fits. */
  yields: z.boolean().default(false),
});

export const intentFileSchema = z
  .strictObject({
    /** The intent of a text that no pattern fits; it has no patterns. */
    fallback: z.string(),
    /** Lists of words that patterns name as `@name`. */
    vocabulary: z.record(z.string(), z.array(z.string().min(1)).min(1)),
    /** Where two intents fit equally well, the one that stands first wins. */
    intents: z.array(definition).min(1),
  })
  .superRefine((file, check) => {
    const names = file.intents.map((intent) => intent.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) check.addIssue({ code: 'custom', message: `intent ${twice} is there twice` });
    const fallback = file.intents.find((intent) => intent.name === file.fallback);
    if (!fallback) {
      check.addIssue({ code: 'custom', message: `fallback ${file.fallback} is not among the intents` });
    } else if (fallback.patterns.en.length + fallback.patterns.fr.length > 0) {
      check.addIssue({ code: 'custom', message: `fallback ${file.fallback} must have no patterns` });
    }
  });

export type IntentFile = z.input<typeof intentFileSchema>;
export type IntentDefinition = z.output<typeof definition>;
export type IntentEntry = z.input<typeof definition>;
