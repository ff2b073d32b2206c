import type { Logger } from '../../core/logger.js';
import { unlessAborted } from '../../core/unless-aborted.js';
import { within } from '../../core/within.js';
import type { ToolSpec } from '../prompt/tool-config.js';
import { type Tool, type ToolContext, type ToolOutcome, toolFailure } from './tool.js';

/** Characters of a result that the model reads: a longer one would crowd out the conversation. */
export const MAX_RESULT_CHARACTERS = 16_000;

/** Longest wait for a tool: the model, and whoever reads, waits with it. */
export const TOOL_MS = 15_000;

const never = new AbortController().signal;

export interface Toolbox {
  /** What a model is told of these tools, in the order given. Throws for a name that there is not. */
  specs(names: readonly string[]): ToolSpec[];
  /** `input` is the JSON that the model wrote. Never rejects: the model reads what went wrong. */
  call(name: string, input: string, context: ToolContext): Promise<ToolOutcome>;
}

export function createToolbox({
  tools,
  logger,
  withinMs = TOOL_MS,
}: {
  tools: readonly Tool[];
  logger: Logger;
  withinMs?: number;
}): Toolbox {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));

  return {
    specs: (names) =>
      names.map((name) => {
        const tool = byName.get(name);
        if (!tool) throw new Error(`there is no tool ${name}`);
        const { description, inputSchema } = tool;
        return { name, description, schema: inputSchema as ToolSpec['schema'] };
      }),
    call: async (name, input, context) => {
      const tool = byName.get(name);
      if (!tool) return toolFailure(`There is no tool ${name}. There are: ${[...byName.keys()].join(', ')}.`);
      const parsed = parseInput(input);
      if (!parsed) return toolFailure('The input is not JSON, or was cut because it is too long.');
      try {
        const outcome = await within(withinMs, never, (late) =>
          unlessAborted(tool.call(parsed.value, whileWaited(context, late)), late),
        );
        if (outcome.text.length <= MAX_RESULT_CHARACTERS) return outcome;
        return toolFailure('The result is too long. Ask for less at once.');
      } catch (error) {
        logger.warn({ err: error, tool: name }, 'a tool failed');
        return toolFailure('The tool cannot be reached just now. Answer without it and say so.');
      }
    },
  };
}

/** Whoever comes late finds nothing more for the answer: the model was told that it had failed. */
function whileWaited(context: ToolContext, late: AbortSignal): ToolContext {
  return {
    ...context,
    cite: (chunks) => {
      late.throwIfAborted();
      return context.cite(chunks);
    },
  };
}

/** A tool that takes nothing may be called with nothing. */
function parseInput(text: string): { value: unknown } | null {
  if (text.trim() === '') return { value: {} };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
