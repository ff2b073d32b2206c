import type { Generation, ModelInput } from '../model/bedrock.js';
import type { Answering, ModelChain } from '../model/chain.js';
import { ModelError } from '../model/model-error.js';
import { createTextCleaner } from './clean-text.js';

/** Where an answer goes. */
export interface AnswerSink {
  text(delta: string): void;
  /** The whole text so far. */
  readonly content: string;
  /** Called before the first text, where it is not that of the first choice. */
  onFallback(by: Answering): void;
}

export type Generated = Generation & Answering;

/**
 * Longest answer that is kept, in UTF-16 units; a model that does not end is cut off. No model of today says more than
 * about 500,000 in one answer; a few times that must do no harm.
 */
export const MAX_ANSWER_LENGTH = 8_000_000;

/** The model's answer goes to the sink as it comes. Rejects unless the model said that it is complete. */
export async function generate(
  deps: { chain: ModelChain },
  wish: { first: string | undefined },
  input: ModelInput,
  sink: AnswerSink,
  signal: AbortSignal,
): Promise<Generated> {
  const cleaner = createTextCleaner();
  let length = 0;
  const write = (text: string) => {
    if (text === '') return;
    length += text.length;
    if (length > MAX_ANSWER_LENGTH) throw new ModelError('too_long', 'the answer is longer than is kept');
    sink.text(text);
  };
  const generation = await deps.chain.stream(
    { ...wish, onFallback: sink.onFallback },
    input,
    (piece) => write(cleaner.clean(piece)),
    signal,
  );
  write(cleaner.rest());
  const { stopReason } = generation;
  if (stopReason === 'model_context_window_exceeded')
    throw new ModelError('overflowed', 'the prompt is too long');
  if (stopReason.startsWith('malformed_'))
    throw new ModelError('interrupted', `the model ended with ${stopReason}`);
  if (sink.content.trim() === '') throw new ModelError('interrupted', 'the answer is empty');
  return generation;
}
