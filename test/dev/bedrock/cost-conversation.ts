import { expect } from '@jest/globals';
import { createExtractiveModel } from '../../../dev/bedrock/extractive-model.js';
import { createEstimateCost } from '../../../worker/tools/estimate-cost.js';
import { loadPriceFile } from '../../../worker/tools/prices/price-file.js';
import { createPriceTable } from '../../../worker/tools/prices/price-table.js';
import { promptOf, readKnowledge } from './prompt.js';

export const model = createExtractiveModel();
const tool = createEstimateCost({ prices: createPriceTable(loadPriceFile()), described: '' });
const tools = ['search_knowledge', 'estimate_cost'];
export const sources = readKnowledge('en', 'cost-nat-gateway');

/** Both rounds of a question, with the real tool between them. */
export async function converse(
  question: string,
  language: 'en' | 'fr',
  history: [string, string][] = [],
  offered = tools,
  sessionContext = '',
) {
  const prompt = promptOf(question, sources, {
    history,
    system: `Answer in ${language === 'fr' ? 'French' : 'English'}.${sessionContext}`,
  });
  const request = { ...prompt, tools: offered, calls: [], forced: null };
  const asked = model.say(request);
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
  const said = model.say({ ...request, calls: [{ name: use.name, input, status, text }] });
  expect(said.toolUses).toEqual([]);
  return { input, text: said.text };
}
