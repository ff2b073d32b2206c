import { within } from '../../core/within.js';
import type { Generation, Model, ModelInput } from '../model/bedrock.js';
import { ModelError } from '../model/model-error.js';
import { createTextCleaner } from '../output-filter/clean-text.js';
import { digestLimits } from './limits.js';

/** Reasons to stop after which the text is the model's own. */
const OWN_WORDS = ['end_turn', 'stop_sequence', 'max_tokens'];
export interface ModelAsked {
  model: Model;
  modelId: string;
  /** The model was paid for it, whatever its answer is good for. */
  onAnswer(generation: Generation): void;
}

/** The whole of a short answer. Rejects like `Model.stream`, and when it is blank or too long, or takes too long. */
export async function askModel(
  { model, modelId, onAnswer }: ModelAsked,
  input: ModelInput,
  signal: AbortSignal,
): Promise<string> {
  const cleaner = createTextCleaner();
  let answer = '';
  const add = (text: string) => {
    answer += text;
    if (answer.length > digestLimits.answerCharacters)
      throw new ModelError('too_long', 'what was asked for is shorter');
  };
  const generation = await within(digestLimits.modelMs, signal, (inTime) =>
    model.stream(modelId, input, (piece) => add(cleaner.push(piece)), inTime),
  );
  onAnswer(generation);
  const { stopReason } = generation;
  add(cleaner.end());
  // What a guardrail or a filter says instead is no title and no summary.
  if (!OWN_WORDS.includes(stopReason))
    throw new ModelError('interrupted', `the model ended with ${stopReason}`);
  if (answer.trim() === '') throw new ModelError('interrupted', 'the answer is empty');
  return answer.trim();
}
