import { z } from 'zod';
import { type Refusal, validationRefusal } from './errors.js';
import { contentBlock, type Messages, messagesSchema } from './messages.js';
import { findToolProblem, type ToolCall, toolCallsIn } from './tool-calls.js';

const requestSchema = z.looseObject({
  messages: messagesSchema,
  system: z.array(contentBlock).default([]),
  inferenceConfig: z.looseObject({ maxTokens: z.number().int().min(1).optional() }).default({}),
  toolConfig: z
    .looseObject({
      tools: z.array(
        z.looseObject({
          toolSpec: z
            .looseObject({ name: z.string(), inputSchema: z.looseObject({ json: z.unknown() }) })
            .optional(),
        }),
      ),
      toolChoice: z.looseObject({ tool: z.looseObject({ name: z.string() }).optional() }).optional(),
    })
    .optional(),
});

export interface ConverseRequest {
  system: string;
  /** Up to the question: what tools gave since is in `calls`. */
  messages: { role: 'user' | 'assistant'; text: string }[];
  /** Names of the tools that may be called. */
  tools: string[];
  /** The tool that has to be called, whatever is asked, with the JSON Schema of its input. */
  forced: { name: string; schema: unknown } | null;
  /** Called for the question so far, in order. */
  calls: ToolCall[];
  maxTokens: number | null;
  inputTokens: number;
}

/** Tokens are counted as a quarter of the characters, near enough for a limit and a bill. */
const CONTEXT_TOKENS = 200_000;

/** Reads a request body and refuses what Bedrock refuses, in the order in which Bedrock looks. */
export function readConverseRequest(
  body: unknown,
): { request: ConverseRequest; refusal?: never } | { refusal: Refusal; request?: never } {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      refusal: validationRefusal(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`),
    };
  }
  const { messages, system, inferenceConfig, toolConfig } = parsed.data;
  const problem = findProblem(messages, system) ?? findToolProblem(messages, toolConfig !== undefined);
  if (problem) return { refusal: validationRefusal(problem) };

  const { calls, asked } = toolCallsIn(messages);
  const request: ConverseRequest = {
    system: joinText(system),
    messages: messages.slice(0, asked).map(({ role, content }) => ({ role, text: joinText(content) })),
    tools: (toolConfig?.tools ?? []).flatMap(({ toolSpec }) => (toolSpec ? [toolSpec.name] : [])),
    forced: forcedTool(toolConfig),
    calls,
    maxTokens: inferenceConfig.maxTokens ?? null,
    inputTokens: 0,
  };
  const told = [...calls, ...(toolConfig?.tools ?? [])].reduce(
    (sum, of) => sum + JSON.stringify(of).length,
    0,
  );
  const chars = request.messages.reduce((sum, { text }) => sum + text.length, request.system.length + told);
  request.inputTokens = Math.ceil(chars / 4);
  if (request.inputTokens > CONTEXT_TOKENS) {
    return { refusal: validationRefusal('Input is too long for requested model.') };
  }
  return { request };
}

function forcedTool(config: z.output<typeof requestSchema>['toolConfig']): ConverseRequest['forced'] {
  const name = config?.toolChoice?.tool?.name;
  const spec = config?.tools.find(({ toolSpec }) => toolSpec?.name === name)?.toolSpec;
  return spec ? { name: spec.name, schema: spec.inputSchema.json } : null;
}

type Blocks = Messages[number]['content'];

function findProblem(messages: Messages, system: Blocks): string | null {
  const blankSystem = system.findIndex(isBlank);
  if (blankSystem >= 0) return `The text field in the ContentBlock object at system.${blankSystem} is blank.`;
  if (messages.length === 0) return 'A conversation must have at least one message.';
  if (messages[0]?.role !== 'user') return 'A conversation must start with a user message.';
  for (const [index, { role, content }] of messages.entries()) {
    if (index > 0 && messages[index - 1]?.role === role) {
      return 'A conversation must alternate between user and assistant roles.';
    }
    if (content.length === 0) return `The content field in the Message object at messages.${index} is empty.`;
    const blank = content.findIndex(isBlank);
    if (blank >= 0) {
      return `The text field in the ContentBlock object at messages.${index}.content.${blank} is blank.`;
    }
  }
  if (messages.at(-1)?.role !== 'user') return 'A conversation must end with a user message.';
  return null;
}

const isBlank = (block: Blocks[number]) => block.text !== undefined && block.text.trim() === '';

const joinText = (blocks: Blocks) => blocks.map((block) => block.text ?? '').join('\n');
