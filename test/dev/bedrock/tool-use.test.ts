import { describe, expect, test } from '@jest/globals';
import { createExtractiveModel } from '../../../dev/bedrock/extractive-model.js';
import { createEstimateCost } from '../../../worker/tools/estimate-cost.js';
import { loadPriceFile } from '../../../worker/tools/prices/price-file.js';
import { createPriceTable } from '../../../worker/tools/prices/price-table.js';
import { promptOf, readKnowledge } from './prompt.js';

const model = createExtractiveModel();
const tool = createEstimateCost({ prices: createPriceTable(loadPriceFile()), described: '' });
const offered = { tools: ['search_knowledge', 'estimate_cost'], calls: [], forced: null };
const sources = readKnowledge('en', 'cost-nat-gateway');

/** Both rounds of a question, with the real tool between them. */
async function converse(question: string, language: 'en' | 'fr', history: [string, string][] = []) {
  const prompt = promptOf(question, sources, {
    history,
    system: `Answer in ${language === 'fr' ? 'French' : 'English'}.`,
  });
  const asked = model.say({ ...prompt, ...offered });
  const [use] = asked.toolUses;
  if (!use) return { input: null, text: asked.text };
  const input = JSON.parse(use.input);
  const { status, text } = await tool.call(input, {
    language,
    labels: [],
    nonce: 'a1b2c3d4e5f6',
    signal: new AbortController().signal,
    onDegraded: () => undefined,
    cite: () => [],
  });
  const said = model.say({ ...prompt, ...offered, calls: [{ name: use.name, input, status, text }] });
  expect(said.toolUses).toEqual([]);
  return { input, text: said.text };
}

describe('the stand-in, offered a tool for costs,', () => {
  test('calls it, and says its total and its lines', async () => {
    const { input, text } = await converse(
      'What do two NAT gateways in Paris cost with 500 GB a month?',
      'en',
    );
    expect(input).toMatchObject({ region: 'eu-west-3' });
    expect(text).toContain('**$98.00 a month** in eu-west-3:');
    expect(text).toContain('- 2 × NAT gateway: 1,460 hours × $0.05 = $73.00');
    expect(text).toContain('- Data processed by NAT gateways: 500 GB × $0.05 = $25.00');
    expect(text).toContain(loadPriceFile().as_of);
  });

  test('does so in French', async () => {
    const { text } = await converse(
      'Combien coûtent deux passerelles NAT à Paris avec 1 500,5 Go par mois ?',
      'fr',
    );
    expect(text).toContain('**148,03\u00a0$ par mois** en eu-west-3\u00a0:');
    expect(text).toContain('1\u202f500,5 Go × 0,05\u00a0$ = 75,03\u00a0$');
  });

  test('says which Region it took where none is named', async () => {
    const { input, text } = await converse('What do two NAT gateways cost?', 'en');
    expect(input).toMatchObject({ region: 'eu-west-1' });
    expect(text).toContain('No Region was named, so I took eu-west-1.');
  });

  test('takes the usage from the question before, where this one names a place only', async () => {
    const before: [string, string] = ['What do two NAT gateways cost in Paris?', '**$73.00 a month**'];
    const { input, text } = await converse('And in Ireland?', 'en', [before]);
    expect(input).toMatchObject({ region: 'eu-west-1', items: [{ service: 'nat_gateway', count: 2 }] });
    expect(text).toContain('$70.08');
    expect(text).not.toContain('No Region was named');
  });

  test.each(['And with six instances in Paris?', 'Et avec 4 instances ?'])(
    'works out no sum where a number changes of what is not said: %s',
    async (question) => {
      const before = 'What do 3 t3.medium instances cost a month in Ireland?';
      expect((await converse(before, 'en')).input).not.toBeNull();
      expect((await converse(question, 'en', [[before, 'So much.']])).input).toBeNull();
    },
  );

  test('says what the tool refused, and goes on with the sources', async () => {
    const { text } = await converse('What do two NAT gateways cost in Frankfurt?', 'en');
    expect(text).toMatch(/^I could not work out the cost: my price list does not have this/);
    expect(text).toMatch(/\[1\]/);
  });

  test('answers in words where a question says too little, or no tool is offered', async () => {
    expect(await converse('What does a NAT gateway cost in Ireland?', 'en')).toMatchObject({
      input: null,
      text: expect.stringContaining('$0.048'),
    });
    const prompt = promptOf('What do two NAT gateways in Paris cost?', sources);
    expect(model.say({ ...prompt, tools: [], calls: [], forced: null })).toEqual({
      text: model.answer(prompt),
      toolUses: [],
    });
  });
});
