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
  if (asked.toolUses.length === 0) return { input: null, inputs: [], missing: [], text: asked.text };
  const calls = await Promise.all(
    asked.toolUses.map(async ({ name, input: written }) => {
      const input = JSON.parse(written);
      const { status, text } = await tool.call(input, {
        language,
        labels: [],
        nonce: 'a1b2c3d4e5f6',
        signal: new AbortController().signal,
        onDegraded: () => undefined,
        cite: () => [],
      });
      return { name, input, status, text };
    }),
  );
  const said = model.say({ ...request, calls });
  expect(said.toolUses).toEqual([]);
  const [first] = calls;
  return {
    input: first?.input,
    inputs: calls.map(({ input }) => input),
    /** What an estimate shows without a price. */
    missing: first?.status === 'success' ? JSON.parse(first.text).missing : [],
    text: said.text,
  };
}

/** What is called for with the last of some questions, each asked when the ones before were answered. */
export async function converseThrough(questions: string[], offered?: string[]) {
  const history: [string, string][] = [];
  let said = await converse(questions[0] ?? '', languageOf(questions[0] ?? ''));
  for (const [index, question] of questions.slice(1).entries()) {
    history.push([questions[index] ?? '', said.text]);
    said = await converse(question, languageOf(question), history, offered);
  }
  return said;
}

const languageOf = (question: string) =>
  /\b(?:combien|et|avec|au|sans|le|la|les|ajoute|mets)\b/i.test(question) ? 'fr' : 'en';
