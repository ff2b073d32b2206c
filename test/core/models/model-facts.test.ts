import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadModelFacts, nameOf, unknownModel } from '../../../core/models/model-facts.js';

const folder = mkdtempSync(join(tmpdir(), 'facts-'));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (text: string) => {
  const file = join(folder, 'facts.yaml');
  writeFileSync(file, text);
  return file;
};

describe('the facts of a model', () => {
  const factsOf = loadModelFacts(null);

  test.each([
    'amazon.nova-pro-v1:0',
    'us.amazon.nova-pro-v1:0',
    'eu.amazon.nova-pro-v1:0',
    'global.amazon.nova-pro-v1:0',
    'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0',
    'arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.amazon.nova-pro-v1:0',
  ])('are found by %s', (id) => {
    expect(nameOf(id).name).toBe('amazon.nova-pro-v1:0');
    expect(factsOf(id)).toMatchObject({ contextTokens: 300_000, outputTokens: 5_000, tools: true });
    expect(factsOf(id).prices).toMatchObject({ input: 800_000, output: 3_200_000, cached: 200_000 });
  });

  test('of the newest version are not those of the family', () => {
    expect(factsOf('eu.anthropic.claude-opus-4-5-20251101-v1:0').prices?.output).toBe(27_500_000);
    expect(factsOf('anthropic.claude-opus-4-1-20250805-v1:0').prices?.output).toBe(75_000_000);
  });

  test('have the price of the inference profile', () => {
    const id = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
    expect(factsOf(`global.${id}`).prices).toMatchObject({ input: 3_000_000, output: 15_000_000 });
    expect(factsOf(`eu.${id}`).prices).toMatchObject({ input: 3_300_000, output: 16_500_000 });
  });

  test('of a model that nobody knows promise nothing', () => {
    expect(factsOf('acme.brain-v1:0')).toEqual(unknownModel);
    expect(unknownModel).toMatchObject({ prices: null, tools: false, cachePoints: false });
  });

  test('of a file of one’s own come first, the others stay', () => {
    const file = written(`models:
  - match: amazon.nova-pro
    context: 1000
    output: 500
    tools: false
    cachePoints: false
    images: false
    price: { input: '0.000001', output: '9999.999999' }
`);
    const own = loadModelFacts(file);
    expect(own('eu.amazon.nova-pro-v1:0').prices).toMatchObject({ input: 1, output: 9_999_999_999 });
    expect(own('amazon.nova-lite-v1:0')).toEqual(factsOf('amazon.nova-lite-v1:0'));
  });

  test.each([
    ['is not there', join(folder, 'none.yaml'), /cannot be read: ENOENT/],
    ['is no YAML', 'models: [', /cannot be read/],
    [
      'has a price that is a number',
      'models: [{match: a, price: {input: 3, output: 1}}]',
      /price\.input|context/,
    ],
    ['has a key that nobody knows', 'prices: []', /not valid/],
  ])('in a file that %s stop the start in one sentence', (_how, content, says) => {
    const file = content.startsWith('/') ? content : written(content);
    expect(() => loadModelFacts(file)).toThrow(says);
    expect(() => loadModelFacts(file)).toThrow(/MODEL_FACTS_FILE\.$/);
  });
});
