import type { ModelFacts } from '../../core/models/model-facts.js';
import type { ModelInput } from './bedrock.js';

/**
 * The request as this model takes it: no more tokens than it can write, no tools and no cache points where it knows
 * none, which Bedrock would refuse.
 */
export function fitInput(input: ModelInput, facts: ModelFacts): ModelInput {
  const { toolConfig, ...rest } = input;
  const fitted: ModelInput = { ...rest };
  if (input.inferenceConfig?.maxTokens !== undefined) {
    const maxTokens = Math.min(input.inferenceConfig.maxTokens, facts.outputTokens);
    fitted.inferenceConfig = { ...input.inferenceConfig, maxTokens };
  }
  if (toolConfig && facts.tools) fitted.toolConfig = toolConfig;
  if (facts.cachePoints) return fitted;
  if (fitted.system) fitted.system = withoutCachePoints(fitted.system);
  if (fitted.messages) {
    fitted.messages = fitted.messages.map((message) => ({
      ...message,
      content: withoutCachePoints(message.content ?? []),
    }));
  }
  if (fitted.toolConfig?.tools) {
    fitted.toolConfig = { ...fitted.toolConfig, tools: withoutCachePoints(fitted.toolConfig.tools) };
  }
  return fitted;
}

function withoutCachePoints<Block extends object>(blocks: Block[]): Block[] {
  return blocks.filter((block) => !('cachePoint' in block));
}
