import type { ToolConfiguration, ToolInputSchema } from '@aws-sdk/client-bedrock-runtime';

/** A tool as the model is told of it. */
export interface ToolSpec {
  name: string;
  description: string;
  /** JSON Schema of its input. */
  schema: NonNullable<ToolInputSchema['json']>;
}

/** Converse refuses an empty list, so for none there is nothing. */
export function toolConfigOf(tools: readonly ToolSpec[]): ToolConfiguration | undefined {
  if (tools.length === 0) return undefined;
  return {
    tools: tools.map(({ name, description, schema }) => ({
      toolSpec: { name, description, inputSchema: { json: schema } },
    })),
  };
}
