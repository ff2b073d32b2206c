import { z } from 'zod';
import { entityTypes } from '../intent/intent-file.js';

/**
 * The prompt templates: data, in the files of `templates/`. Those of answers stand in `answers/`, and an intent names
 * one by the name of its file.
 */

const version = z.number().int().min(1);
const text = z.string().trim().min(1);
const temperature = z.number().min(0).max(1);
const byLanguage = z.strictObject({ en: text, fr: text });

/** Most tokens that a template may give what it asks for. */
export const MAX_DIGEST_TOKENS = 1_000;

export const commonTemplate = z.strictObject({
  version,
  role: text,
  fences: text,
  honesty: text,
  weakEvidence: text,
  tools: text,
  answerIn: byLanguage,
  secrecy: text.includes('{canary}', { error: 'must hold {canary}' }),
  missing: text.includes('{missing}', { error: 'must hold {missing}' }),
  missingNames: z.record(z.enum(entityTypes), text),
  patience: text,
});

export const answerTemplate = z.strictObject({
  version,
  /** Whether the rules on sources apply. */
  cites: z.boolean(),
  /** Names of the tools that the model is offered. */
  tools: z.array(text).default([]),
  temperature,
  /** Added to what all prompts say; may be empty. */
  instructions: z.string().trim(),
});

/** For what is written about a conversation: its title, its summary. */
export const digestTemplate = z.strictObject({
  version,
  temperature,
  maxTokens: z.number().int().min(16).max(MAX_DIGEST_TOKENS),
  instructions: text,
  writeIn: byLanguage,
});

export type DigestTemplate = z.output<typeof digestTemplate>;

export interface PromptTemplates {
  common: z.output<typeof commonTemplate>;
  answers: Record<string, z.output<typeof answerTemplate>>;
  title: DigestTemplate;
  summary: DigestTemplate;
}

/** What an answer must not repeat word for word. */
export function instructionTexts({ common, answers }: PromptTemplates): string[] {
  const { role, fences, honesty, weakEvidence, tools, answerIn, secrecy, missing, patience } = common;
  return [
    ...[role, fences, honesty, weakEvidence, tools, secrecy, missing, patience],
    ...Object.values(answerIn),
    ...Object.values(answers).map(({ instructions }) => instructions),
  ];
}
