import type { ToolCall } from '../../core/domain/message.js';
import { addSources } from '../knowledge/sources.js';
import type { ToolUse } from '../model/bedrock.js';
import { mayBeShown } from '../output-filter/judge-whole.js';
import { storable, type ToolOutcome } from '../tools/tool.js';
import type { Attempt, TurnDeps } from './attempt.js';

const withheldCall: ToolCall = {
  name: 'withheld',
  status: 'error',
  input: {},
  result: { error: 'withheld' },
};

/**
 * Calls a tool for an attempt, and puts the call on its record. The signal is that of the generation, which others may share.
 * Operators see name and time, never what it was given. */
export async function callTool(
  { toolbox, answerRules }: Pick<TurnDeps, 'toolbox' | 'answerRules'>,
  attempt: Attempt,
  { name, input }: ToolUse,
  signal: AbortSignal,
): Promise<ToolOutcome> {
  const startedAt = performance.now();
  const outcome = await toolbox.call(name, input, {
    language: attempt.understood?.language ?? 'en',
    labels: attempt.claim.labels,
    nonce: attempt.nonce,
    signal,
    onDegraded: () => {
      attempt.degraded = true;
    },
    cite: (chunks) => addSources(attempt.chunks, chunks),
  });
  const { status, result } = outcome;
  const called = storable(name);
  // What a tool took is known to be small and plain; what it refused may be anything, and is kept as it was written.
  const kept =
    status === 'success' ? JSON.parse(input || '{}', (_key, value) => storable(value)) : storable(input);
  // A model that is led astray could say by its calls what its answer may not.
  const isShown = mayBeShown(answerRules, attempt.canary, { called, kept, result });
  attempt.toolCalls.push(isShown ? { name: called, status, input: kept, result } : withheldCall);
  const tookMs = Math.round(performance.now() - startedAt);
  attempt.journal.line(`tool ${isShown ? called : withheldCall.name}: ${status} after ${tookMs} ms`);
  return outcome;
}
