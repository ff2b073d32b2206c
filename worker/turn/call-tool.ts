import { addSources } from '../knowledge/sources.js';
import type { ToolUse } from '../model/bedrock.js';
import { storable, type ToolOutcome } from '../tools/tool.js';
import type { Attempt, TurnDeps } from './attempt.js';

/** Calls a tool for an attempt, and puts the call on its record. Operators see name and time, never what it was given. */
export async function callTool(
  { toolbox }: Pick<TurnDeps, 'toolbox'>,
  attempt: Attempt,
  { name, input }: ToolUse,
): Promise<ToolOutcome> {
  const startedAt = performance.now();
  const outcome = await toolbox.call(name, input, {
    language: attempt.understood?.language ?? 'en',
    labels: attempt.claim.labels,
    nonce: attempt.nonce,
    cite: (chunks) => addSources(attempt.chunks, chunks),
  });
  const { status, result } = outcome;
  const called = storable(name);
  // What a tool took is known to be small and plain; what it refused may be anything, and is kept as it was written.
  const kept =
    status === 'success' ? JSON.parse(input || '{}', (_key, value) => storable(value)) : storable(input);
  attempt.toolCalls.push({ name: called, status, input: kept, result });
  const tookMs = Math.round(performance.now() - startedAt);
  attempt.journal.line(`tool ${called}: ${status} after ${tookMs} ms`);
  return outcome;
}
