import { z } from 'zod';
import type { Language } from '../../core/domain/message.js';
import type { RetrievedChunk } from '../knowledge/retriever.js';
import type { NumberedChunk } from '../knowledge/sources.js';

/** What a tool knows of the turn that calls it. */
export interface ToolContext {
  language: Language;
  /** Access labels of who asked. */
  labels: readonly string[];
  /** Of the prompt: what is quoted to the model is fenced with it. */
  nonce: string;
  /** Of the attempt: nobody waits any longer. */
  signal: AbortSignal;
  /** What was found is not what there is: the documents could not be asked. */
  onDegraded(): void;
  /** Makes these the turn's sources as well; their numbers go on after those it has. */
  cite(chunks: readonly RetrievedChunk[]): NumberedChunk[];
}

export interface ToolOutcome {
  status: 'success' | 'error';
  /** What the message records and a page may show: JSON, with `error` where that is its status. */
  result: Record<string, unknown>;
  /** What the model reads. */
  text: string;
}

/** Something that the model may call. */
export interface Tool {
  name: string;
  description: string;
  /** JSON Schema of what it takes. */
  inputSchema: Record<string, unknown>;
  /** `input` is whatever the model made. Rejects only for what is not the model's fault. */
  call(input: unknown, context: ToolContext): Promise<ToolOutcome>;
}

/** The model asked for what there is not; the message tells it what there is. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}

/** `run` gets checked input. The model reads the result as JSON unless there is a text for it. */
export function createTool<Schema extends z.ZodType>(definition: {
  name: string;
  description: string;
  input: Schema;
  run(
    input: z.output<Schema>,
    context: ToolContext,
  ): Promise<{ result: Record<string, unknown>; text?: string }>;
}): Tool {
  const { name, description, input: schema, run } = definition;
  return {
    name,
    description,
    inputSchema: z.toJSONSchema(schema, { io: 'input' }),
    call: async (input, context) => {
      const checked = schema.safeParse(input);
      if (!checked.success) return toolFailure(`The input is not valid.\n${z.prettifyError(checked.error)}`);
      try {
        const { result, text } = await run(checked.data, context);
        return { status: 'success', result, text: text ?? JSON.stringify(result) };
      } catch (error) {
        if (error instanceof ToolError) return toolFailure(error.message);
        throw error;
      }
    },
  };
}

export function toolFailure(message: string): ToolOutcome {
  const text = storable(message);
  return { status: 'error', result: { error: text }, text };
}

/** Without what Postgres refuses: the model may have written anything. */
export function storable<T>(value: T): T {
  return typeof value === 'string' ? (value.replaceAll('\0', '').toWellFormed() as T) : value;
}
