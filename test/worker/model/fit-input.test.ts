import { expect, test } from '@jest/globals';
import { unknownModel } from '../../../core/models/model-facts.js';
import type { ModelInput } from '../../../worker/model/bedrock.js';
import { fitInput } from '../../../worker/model/fit-input.js';

const cachePoint = { cachePoint: { type: 'default' as const } };
const input: ModelInput = {
  system: [{ text: 'You are an assistant.' }, cachePoint],
  messages: [{ role: 'user', content: [{ text: 'Hello.' }, cachePoint] }],
  inferenceConfig: { maxTokens: 8_192, temperature: 0.2 },
  toolConfig: { tools: [{ toolSpec: { name: 'add', inputSchema: { json: {} } } }, cachePoint] },
};

test('a model is sent what it takes, and no more', () => {
  expect(fitInput(input, unknownModel)).toEqual({
    system: [{ text: 'You are an assistant.' }],
    messages: [{ role: 'user', content: [{ text: 'Hello.' }] }],
    inferenceConfig: { maxTokens: 4_096, temperature: 0.2 },
  });
  const able = { ...unknownModel, outputTokens: 64_000, tools: true, cachePoints: true };
  expect(fitInput(input, able)).toEqual(input);
  expect(fitInput(input, { ...able, cachePoints: false }).toolConfig?.tools).toHaveLength(1);
});
