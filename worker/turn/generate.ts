import { type AnswerRules, createAnswerText, type PromptMarks } from '../answer/answer-text.js';
import { Withheld } from '../answer/withheld.js';
import type { Generation, Model, ModelInput, ToolUse } from '../model/bedrock.js';
import { ModelError } from '../model/model-error.js';
import type { ToolOutcome } from '../tools/tool.js';
import type { AttemptEvents } from './attempt-events.js';
import { converse } from './converse.js';

export interface Generated extends Generation {
  model: string;
  /** From the request to its first text. */
  firstTokenMs: number | null;
  /** Why none of it may be given; null where it may. */
  withheld: Withheld | null;
  /** The model had more to say than it may at once. */
  truncated: boolean;
  removedCitations: number;
}

/** Of Bedrock's: a guardrail or a filter of the model has put something else in place of the answer. */
const WITHHELD_BY_THE_MODEL = ['guardrail_intervened', 'content_filtered'];

/**
 * Longest answer that is kept, in UTF-16 units; a model that does not end is cut off. No model of today says more than
 * about 500,000 in one answer; a few times that must do no harm.
 */
export const MAX_ANSWER_LENGTH = 8_000_000;

/**
/**
 * The model's answer goes to the events as it comes, through what answers are judged by; the tools that it asks for are
 * called in between. Where the answer is withheld, the model's stream is closed. Rejects unless the model said that the
 * answer is complete, or it is withheld.
 */
export async function generate(
  deps: {
    model: Model;
    modelId: string;
    callTool: (use: ToolUse) => Promise<ToolOutcome>;
    answerRules: AnswerRules;
  },
  input: ModelInput,
  marks: PromptMarks,
  events: AttemptEvents,
  signal: AbortSignal,
): Promise<Generated> {
  const startedAt = performance.now();
  const text = createAnswerText(deps.answerRules, marks);
  const judged = new AbortController();
  let firstTokenMs: number | null = null;
  let length = 0;
  const write = (piece: string) => {
    if (piece === '') return;
    firstTokenMs ??= performance.now() - startedAt;
    length += piece.length;
    if (length > MAX_ANSWER_LENGTH) throw new ModelError('too_long', 'the answer is longer than is kept');
    events.text(piece);
  };
  const take = (piece: string) => {
    try {
      write(text.push(piece));
    } catch (error) {
      // Told as the reason of an abort, it does not count against the model.
      if (error instanceof Withheld) judged.abort(error);
      throw error;
    }
  };
  const result = (generation: Generation, withheld: Withheld | null): Generated => ({
    ...generation,
    model: deps.modelId,
    firstTokenMs,
    withheld,
    truncated: withheld === null && generation.stopReason === 'max_tokens',
    removedCitations: text.removedCitations,
  });
  let generation: Generation = { stopReason: 'withheld', usage: null, requestId: null, toolUses: [] };
  try {
    const either = AbortSignal.any([signal, judged.signal]);
    generation = await converse(
      input,
      (asked, onText) => deps.model.stream(deps.modelId, asked, onText, either),
      deps.callTool,
      take,
      either,
    );
    if (WITHHELD_BY_THE_MODEL.includes(generation.stopReason))
      throw new Withheld({ category: 'guardrail', rule: generation.stopReason, severity: 'medium' });
    write(text.end());
  } catch (error) {
    if (error instanceof Withheld) return result(generation, error);
    throw error;
  }
  const { stopReason } = generation;
  if (stopReason === 'model_context_window_exceeded')
    throw new ModelError('overflowed', 'the prompt is too long');
  if (stopReason.startsWith('malformed_'))
    throw new ModelError('interrupted', `the model ended with ${stopReason}`);
  if (events.content.trim() === '') throw new ModelError('interrupted', 'the answer is empty');
  return result(generation, null);
}
