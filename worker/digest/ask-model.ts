import { within } from '../../core/within.js';
import { createTextCleaner } from '../answer/clean-text.js';
import type { Model, ModelInput } from '../model/bedrock.js';
import { ModelError } from '../model/model-error.js';
import { digestLimits } from './limits.js';

/** The whole of a short answer. Rejects like `Model.stream`, and when it is blank or too long, or takes too long. */
export async function askModel(
  { model, modelId }: { model: Model; modelId: string },
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
  await within(digestLimits.modelMs, signal, (inTime) =>
    model.stream(modelId, input, (piece) => add(cleaner.push(piece)), inTime),
  );
  add(cleaner.end());
  if (answer.trim() === '') throw new ModelError('interrupted', 'the answer is empty');
  return answer.trim();
}
