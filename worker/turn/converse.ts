import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime';
import type { Usage } from '../../core/domain/message.js';
import { unlessAborted } from '../../core/unless-aborted.js';
import type { Generation, ModelInput, ToolUse } from '../model/bedrock.js';
import { ModelError } from '../model/model-error.js';
import type { ToolOutcome } from '../tools/tool.js';

/** Of one attempt: answers of the model whose calls are made, and the calls in all of them; and levels of an input. */
export const toolLoopLimits = { rounds: 4, calls: 8, inputDepth: 16 } as const;

const refusal = {
  status: 'error',
  text: 'No more calls are possible for this question. Answer with what you have.',
} as const;

/**
 * Asks the model, calls the tools that it wants, and asks it again with what they gave, until it has answered. All calls
 * of one answer are answered, as Converse demands, those beyond the bounds with a refusal; a model that wants tools even
 * then is one that failed. Usage is summed over all rounds. When the attempt is interrupted `stream` ends its round, a
 * call is not waited for, and none is begun.
 */
export async function converse(
  input: ModelInput,
  stream: (input: ModelInput, onText: (text: string) => void) => Promise<Generation>,
  call: (use: ToolUse) => Promise<ToolOutcome>,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<Generation> {
  const messages = [...(input.messages ?? [])];
  let usage: Usage | null = null;
  let calls = 0;
  let hasText = false;
  for (let round = 1; ; round++) {
    let said = '';
    const generation = await stream({ ...input, messages }, (text) => {
      // What it says after a call is a paragraph of its own.
      if (said === '' && hasText) onText('\n\n');
      said += text;
      hasText = true;
      onText(text);
    });
    usage = sum(usage, generation.usage);
    const { stopReason, toolUses } = generation;
    // A call that was cut because it is too long is told so, and may be made shorter.
    const wantsTools = stopReason === 'tool_use' || (stopReason === 'max_tokens' && said.trim() === '');
    if (!wantsTools || toolUses.length === 0) return { ...generation, usage };
    if (round > toolLoopLimits.rounds + 1)
      throw new ModelError('faulted', 'the model calls tools without end');
    const results: ContentBlock[] = [];
    for (const use of toolUses) {
      signal.throwIfAborted();
      calls += 1;
      const isAllowed = round <= toolLoopLimits.rounds && calls <= toolLoopLimits.calls;
      const outcome = isAllowed ? await unlessAborted(call(use), signal) : refusal;
      results.push(resultOf(use, outcome));
    }
    signal.throwIfAborted();
    messages.push({ role: 'assistant', content: [...textOf(said), ...toolUses.map(asked)] });
    messages.push({ role: 'user', content: results });
  }
}

/** Bedrock refuses text that is blank. */
function textOf(said: string): ContentBlock[] {
  return said.trim() === '' ? [] : [{ text: said.toWellFormed() }];
}

/** Its own words, or nothing where they were no JSON object of sane depth: Bedrock takes no other. */
function asked({ id, name, input }: ToolUse): ContentBlock {
  return { toolUse: { toolUseId: id, name, input: objectOf(input) as never } };
}

function objectOf(input: string): object {
  try {
    const value: unknown = JSON.parse(input);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && !isDeeper(value, toolLoopLimits.inputDepth) ? value : {};
  } catch {
    return {};
  }
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeper(inner, depth - 1));
}

function resultOf({ id }: ToolUse, { status, text }: Pick<ToolOutcome, 'status' | 'text'>): ContentBlock {
  return { toolResult: { toolUseId: id, status, content: [{ text }] } };
}

function sum(one: Usage | null, other: Usage | null): Usage | null {
  if (!one || !other) return one ?? other;
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    costUsd: one.costUsd === null || other.costUsd === null ? null : one.costUsd + other.costUsd,
  };
}
