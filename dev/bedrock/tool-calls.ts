import type { Messages } from './messages.js';

/** A tool that the model called, and what it was told. */
export interface ToolCall {
  name: string;
  input: unknown;
  status: 'success' | 'error';
  text: string;
}

/** What Bedrock refuses about tools: they must be declared, and each use is answered in the next message. */
export function findToolProblem(messages: Messages, isDeclared: boolean): string | null {
  for (const [index, { content }] of messages.entries()) {
    const uses = content.flatMap(({ toolUse }) => (toolUse ? [toolUse] : []));
    const results = content.flatMap(({ toolResult }) => (toolResult ? [toolResult] : []));
    if (!isDeclared && uses.length + results.length > 0) {
      return 'The toolConfig field must be defined when using toolUse and toolResult content blocks.';
    }
    const wrong = content.findIndex(({ toolUse }) => toolUse && !isObject(toolUse.input));
    if (wrong >= 0) {
      return `The format of the value at messages.${index}.content.${wrong}.toolUse.input is invalid. Provide a json object for the field and try again.`;
    }
    const answered = new Set(
      messages[index + 1]?.content.flatMap(({ toolResult }) => (toolResult ? [toolResult.toolUseId] : [])),
    );
    const open = uses.filter(({ toolUseId }) => !answered.has(toolUseId)).map(({ toolUseId }) => toolUseId);
    if (open.length > 0) {
      return `Expected toolResult blocks at messages.${index + 1}.content for the following Ids: ${open.join(', ')}`;
    }
    const asked = new Set(
      messages[index - 1]?.content.flatMap(({ toolUse }) => (toolUse ? [toolUse.toolUseId] : [])),
    );
    if (results.some(({ toolUseId }) => !asked.has(toolUseId))) {
      return `The number of toolResult blocks at messages.${index}.content exceeds the number of toolUse blocks of previous turn.`;
    }
  }
  return null;
}

/** The calls at the end of a conversation, and how many messages come before them: the last of those is the question. */
export function toolCallsIn(messages: Messages): { calls: ToolCall[]; asked: number } {
  let asked = messages.length;
  const calls: ToolCall[] = [];
  while (asked > 2 && messages[asked - 1]?.content.some(({ toolResult }) => toolResult)) {
    const uses = messages[asked - 2]?.content ?? [];
    const results = messages[asked - 1]?.content ?? [];
    calls.unshift(
      ...uses.flatMap(({ toolUse }) => {
        if (!toolUse) return [];
        const result = results.find(
          ({ toolResult }) => toolResult?.toolUseId === toolUse.toolUseId,
        )?.toolResult;
        const text =
          result?.content.map((block) => block.text ?? JSON.stringify(block.json)).join('\n') ?? '';
        return [{ name: toolUse.name, input: toolUse.input, status: result?.status ?? 'success', text }];
      }),
    );
    asked -= 2;
  }
  return { calls, asked };
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
