import type { WireEstimate } from '../../../../core/contracts/shapes.js';
import type { ConverseRequest } from '../../converse-request.js';
import type { Prompt } from '../prompt.js';
import type { Question } from '../question.js';
import { fold } from '../stem.js';
import { type Basket, readBasket } from './basket.js';
import { type CostInput, costOf, saysHowMuch } from './cost-input.js';
import { composeEstimate, composeRefusedEstimate } from './estimate-phrases.js';
import { NUMBER } from './numbers.js';

const TOOL = 'estimate_cost';

/** Where a question about cost names no Region. */
const USUAL_REGION = 'eu-west-1';

/** What the tool should be called with; null where it is not offered, or the question does not say enough for it. */
export function wantedEstimate(
  tools: readonly string[],
  prompt: Prompt,
  question: Question,
): CostInput | null {
  if (!tools.includes(TOOL) || !asksForSum(prompt.question, question)) return null;
  const own = readBasket(prompt.question);
  // "And in Paris?" is about what was asked before.
  const before = question.followsUp
    ? prompt.history.findLast(({ role }) => role === 'user')?.text
    : undefined;
  const earlier = before === undefined ? null : readBasket(before);
  const takesOver = earlier !== null && itemsOf(own).length === 0;
  // "And with six in Paris?" changes a number, of what it does not say: the sum of before would look right and be wrong.
  if (takesOver && statesNumber(prompt.question)) return null;
  const items = itemsOf(takesOver ? earlier : own);
  if (items.length === 0) return null;
  return { region: own.region ?? earlier?.region ?? USUAL_REGION, items };
}

function itemsOf(basket: Basket): CostInput['items'] {
  return saysHowMuch(basket) ? costOf(basket, 'nothing').items : [];
}

const aNumber = new RegExp(NUMBER, 'g');
const ARTICLES = /^(?:an?|une?|one)$/;

function statesNumber(text: string): boolean {
  return [...fold(text).matchAll(aNumber)].some(([, said = '']) => !ARTICLES.test(said));
}

function asksForSum(text: string, { kinds, followsUp }: Question): boolean {
  return (
    kinds.has('cost') ||
    followsUp ||
    /\b(?:estimat\w*|estim\w{1,4}|budget|devis|chiffr\w+)\b/.test(fold(text))
  );
}

/** What the tool gave, in words; null where it was not called. */
export function saidOfEstimate(
  calls: ConverseRequest['calls'],
  prompt: Prompt,
  { language }: Question,
): { text: string; isWhole: boolean } | null {
  const call = calls.findLast(({ name }) => name === TOOL);
  if (!call) return null;
  if (call.status === 'error') return { text: composeRefusedEstimate(language), isWhole: false };
  const estimate: WireEstimate = JSON.parse(call.text);
  const named = [prompt.question, ...prompt.history.map(({ text }) => text)].some(
    (text) => readBasket(text).region,
  );
  return { text: composeEstimate(estimate, language, !named), isWhole: true };
}

export function toolUseFor(input: CostInput): { name: string; input: string } {
  return { name: TOOL, input: JSON.stringify(input) };
}
