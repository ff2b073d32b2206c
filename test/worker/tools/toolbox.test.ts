import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { createTool } from '../../../worker/tools/tool.js';
import { createToolbox, MAX_RESULT_CHARACTERS } from '../../../worker/tools/toolbox.js';

const echo = createTool({
  name: 'echo',
  description: 'Says it again.',
  input: z.strictObject({ text: z.string().max(50_000) }),
  run: async ({ text }) => {
    if (text === 'break') throw new Error('the database is away');
    return { result: { said: text }, text };
  },
});
const silent = createTool({
  name: 'silent',
  description: 'Says nothing.',
  input: z.strictObject({}),
  run: () => new Promise(() => undefined),
});
const toolbox = createToolbox({ tools: [echo, silent], logger: pino({ level: 'silent' }), withinMs: 50 });
const context = {
  language: 'en' as const,
  labels: [],
  nonce: 'a1b2c3d4e5f6',
  signal: new AbortController().signal,
  onDegraded: () => undefined,
  cite: () => [],
};
const call = (name: string, input: string) => toolbox.call(name, input, context);

describe('the toolbox', () => {
  test('offers a tool with the JSON Schema of its input', () => {
    expect(toolbox.specs(['echo'])[0]).toMatchObject({
      name: 'echo',
      schema: { type: 'object', required: ['text'], additionalProperties: false },
    });
    expect(toolbox.specs([])).toEqual([]);
    expect(() => toolbox.specs(['gone'])).toThrow('there is no tool gone');
  });

  test('gives the result to the model, and the record', async () => {
    expect(await call('echo', '{"text":"hello"}')).toEqual({
      status: 'success',
      result: { said: 'hello' },
      text: 'hello',
    });
  });

  test.each([
    ['a tool that there is not', 'ecko', '{}', /There is no tool ecko\. There are: echo/],
    ['what is no JSON', 'echo', '{"text":', /not JSON/],
    ['a wrong field', 'echo', '{"text":1}', /text/],
    ['a field too many', 'echo', '{"text":"a","more":1}', /more/],
    ['nothing', 'echo', '', /text/],
    ['what breaks the tool', 'echo', '{"text":"break"}', /cannot be reached/],
    ['what does not answer', 'silent', '{}', /cannot be reached/],
    [
      'what gives too much',
      'echo',
      JSON.stringify({ text: 'a'.repeat(MAX_RESULT_CHARACTERS + 1) }),
      /too long/,
    ],
    ['what Postgres would refuse', 'a\0\ud800', '{}', /There is no tool a\ufffd/],
  ])('answers %s with an error that the model reads', async (_what, name, input, says) => {
    const { status, result, text } = await call(name, input);
    expect({ status, result }).toEqual({ status: 'error', result: { error: text } });
    expect(text).toMatch(says);
    expect(text).not.toContain('database is away');
  });
});
