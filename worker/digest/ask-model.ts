import type { LedgerKind } from '../../core/domain/ledger.js';
import { within } from '../../core/within.js';
import type { ModelInput } from '../model/bedrock.js';
import type { ModelChain } from '../model/chain.js';
import { ModelError } from '../model/model-error.js';
import type { OnUsed } from '../model/used.js';
import { createTextCleaner } from '../output-filter/clean-text.js';
import { digestLimits } from './limits.js';

/** Reasons to stop after which the text is the model's own. */
const OWN_WORDS = ['end_turn', 'stop_sequence', 'max_tokens'];
export interface ModelAsked {
  chain: ModelChain;
  /** What it is booked as. */
  kind: LedgerKind;
  /** A model was paid for it, whatever its answer is good for. */
  onUsed: OnUsed;
}

/** The whole of a short answer, and whose it is. Rejects like `ModelChain.stream`, and when it is blank or too long, or takes too long. */
export async function askModel(
  { chain, kind, onUsed }: ModelAsked,
  input: ModelInput,
  signal: AbortSignal,
): Promise<{ text: string; model: string }> {
  const cleaner = createTextCleaner();
  let answer = '';
  const add = (text: string) => {
    answer += text;
    if (answer.length > digestLimits.answerCharacters)
      throw new ModelError('too_long', 'what was asked for is shorter');
  };
  const generation = await within(digestLimits.modelMs, signal, (inTime) =>
    chain.stream({ kind, onUsed }, input, (piece) => add(cleaner.push(piece)), inTime),
  );
  const { stopReason, model } = generation;
  add(cleaner.end());
  // What a guardrail or a filter says instead is no title and no summary.
  if (!OWN_WORDS.includes(stopReason))
    throw new ModelError('interrupted', `the model ended with ${stopReason}`);
  if (answer.trim() === '') throw new ModelError('interrupted', 'the answer is empty');
  return { text: answer.trim(), model };
}
