import type { Generation, Model, ModelInput, ToolUse } from '../model/bedrock.js';
import { ModelError } from '../model/model-error.js';
import type { ToolOutcome } from '../tools/tool.js';
import type { AttemptEvents } from './attempt-events.js';
import { createTextCleaner } from './clean-text.js';
import { converse } from './converse.js';

export interface Generated extends Generation {
  model: string;
  /** From the request to its first text. */
  firstTokenMs: number | null;
}

/**
 * Longest answer that is kept, in UTF-16 units; a model that does not end is cut off. No model of today says more than
 * about 500,000 in one answer; a few times that must do no harm.
 */
export const MAX_ANSWER_LENGTH = 8_000_000;

/**
 * The model's answer goes to the events as it comes; the tools that it asks for are called in between. Rejects unless the
 * model said that it is complete.
 */
export async function generate(
  deps: { model: Model; modelId: string; callTool: (use: ToolUse) => Promise<ToolOutcome> },
  input: ModelInput,
  events: AttemptEvents,
  signal: AbortSignal,
): Promise<Generated> {
  const startedAt = performance.now();
  const cleaner = createTextCleaner();
  let firstTokenMs: number | null = null;
  let length = 0;
  const write = (text: string) => {
    if (text === '') return;
    firstTokenMs ??= performance.now() - startedAt;
    length += text.length;
    if (length > MAX_ANSWER_LENGTH) throw new ModelError('too_long', 'the answer is longer than is kept');
    events.text(text);
  };
  const generation = await converse(
    input,
    (asked, onText) => deps.model.stream(deps.modelId, asked, onText, signal),
    deps.callTool,
    (piece) => write(cleaner.clean(piece)),
    signal,
  );
  write(cleaner.rest());
  const { stopReason } = generation;
  if (stopReason === 'model_context_window_exceeded')
    throw new ModelError('overflowed', 'the prompt is too long');
  if (stopReason.startsWith('malformed_'))
    throw new ModelError('interrupted', `the model ended with ${stopReason}`);
  if (events.content.trim() === '') throw new ModelError('interrupted', 'the answer is empty');
  return { ...generation, model: deps.modelId, firstTokenMs };
}
