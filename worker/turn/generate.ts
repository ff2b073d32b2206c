import type { Generation, ModelInput, ToolUse } from '../model/bedrock.js';
import type { Answering, ModelChain } from '../model/chain.js';
import { ModelError } from '../model/model-error.js';
import type { OnUsed } from '../model/used.js';
import { type AnswerRules, createAnswerText, type PromptMarks } from '../output-filter/answer-text.js';
import { Withheld } from '../output-filter/withheld.js';
import type { ToolOutcome } from '../tools/tool.js';
import { converse } from './converse.js';

/** Where an answer goes. */
export interface AnswerSink {
  text(delta: string): void;
  /** The whole text so far. */
  readonly content: string;
  /** Called before the first text, where it is not that of the first choice. */
  onFallback(by: Answering): void;
  /** A model was paid for it; told of each of its calls. */
  used: OnUsed;
}

export interface Generated extends Generation, Answering {
  /** Why none of it may be given; null where it may. */
  withheld: Withheld | null;
  /** The model had more to say than it may at once. */
  truncated: boolean;
  removedCitations: number;
  /** It says itself that the sources do not answer all of the question. */
  leavesOpen: boolean;
}

/** Of Bedrock's: a guardrail or a filter of the model has put something else in place of the answer. */
const WITHHELD_BY_THE_MODEL = ['guardrail_intervened', 'content_filtered'];

/**
 * Longest answer that is kept, in UTF-16 units; a model that does not end is cut off. No model of today says more than
 * about 500,000 in one answer; a few times that must do no harm.
 */
export const MAX_ANSWER_LENGTH = 8_000_000;

/** Of the one model that has begun: others may answer, so that it is worth another attempt. */
function beginAnew(error: unknown): unknown {
  if (!(error instanceof ModelError) || (error.kind !== 'shut_out' && error.kind !== 'denied')) return error;
  return new ModelError('unavailable', error.message, { cause: error, retryAfterMs: 0 });
}

/**
 * The model's answer goes to the sink as it comes, through what answers are judged by; the tools that it asks for are
 * called in between. Where the answer is withheld, the model's stream is closed. Rejects unless the model said that the
 * answer is complete, or it is withheld.
 */
export async function generate(
  deps: { chain: ModelChain; callTool: (use: ToolUse) => Promise<ToolOutcome>; answerRules: AnswerRules },
  wish: { first: string | undefined },
  prompt: { input: ModelInput; marks: PromptMarks },
  sink: AnswerSink,
  signal: AbortSignal,
): Promise<Generated> {
  const text = createAnswerText(deps.answerRules, prompt.marks);
  let length = 0;
  const write = (piece: string) => {
    if (piece === '') return;
    length += piece.length;
    if (length > MAX_ANSWER_LENGTH) throw new ModelError('too_long', 'the answer is longer than is kept');
    sink.text(piece);
  };
  const take = (piece: string) => write(text.push(piece));
  let by: Answering = { model: deps.chain.firstChoice(wish), fallback: false };
  const onFallback = (other: Answering) => {
    // It goes on after a tool.
    if (other.model === by.model) return;
    by = other;
    sink.onFallback(other);
  };
  /** What a tool gave is of use to the model that called it, and not every one knows tools. */
  let only: { only?: string } = {};
  const ask = async (input: ModelInput, onText: (text: string) => void) => {
    const wanted = { ...wish, ...only, onFallback, onUsed: sink.used };
    const generation = await deps.chain.stream(wanted, input, onText, signal).catch((error: unknown) => {
      throw 'only' in only ? beginAnew(error) : error;
    });
    // It may have called a tool before it says anything.
    if (generation.fallback) onFallback({ model: generation.model, fallback: true });
    only = { only: by.model };
    return generation;
  };
  const result = (generation: Generation, withheld: Withheld | null): Generated => ({
    ...generation,
    ...by,
    withheld,
    truncated: withheld === null && generation.stopReason === 'max_tokens',
    removedCitations: text.removedCitations,
    leavesOpen: text.leavesOpen,
  });
  let generation: Generation = {
    stopReason: 'withheld',
    usage: null,
    requestId: null,
    toolUses: [],
    cacheWriteTokens: 0,
  };
  try {
    generation = await converse(prompt.input, ask, deps.callTool, take, signal);
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
  if (sink.content.trim() === '') throw new ModelError('interrupted', 'the answer is empty');
  return result(generation, null);
}
