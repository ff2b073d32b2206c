import type { WireEstimate } from '../../../../core/contracts/shapes.js';
import type { ConverseRequest } from '../../converse-request.js';
import type { Prompt } from '../prompt.js';
import type { Question } from '../question.js';
import { fold } from '../stem.js';
import { type Basket, readBasket } from './basket.js';
import { type Assumable, type CostInput, costOf, saysHowMuch } from './cost-input.js';
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
  const wanted = tools.includes(TOOL) ? wantedIn(prompt, question) : null;
  if (!wanted) return null;
  const { items } = costOf(wanted.basket, wanted.assumable);
  return items.length === 0 ? null : { region: wanted.basket.region ?? USUAL_REGION, items };
}

/** What is asked the price of; null where that is nothing. */
function wantedIn(prompt: Prompt, question: Question): { basket: Basket; assumable: Assumable } | null {
  if (!asksForSum(prompt.question, question)) return null;
  const own = readBasket(prompt.question);
  // "And in Paris?" is about what was asked before.
  const before = question.followsUp
    ? prompt.history.findLast(({ role }) => role === 'user')?.text
    : undefined;
  const earlier = before === undefined ? null : readBasket(before);
  const region = own.region ?? earlier?.region ?? null;
  const assumable = assumableIn(prompt.question, question, own);
  if (assumable) return { assumable, basket: { ...own, region } };
  // "And with six in Paris?" changes a number, of what it does not say: the sum of before would look right and be wrong.
  if (!earlier || !saysHowMuch(earlier) || statesNumber(prompt.question)) return null;
  return { assumable: 'sizes', basket: { ...earlier, region } };
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

/** "Chiffrer" alone is to encrypt as well. */
const forAnEstimate =
  /\b(?:estimat(?:e|es|ion|ions)|estim(?:e|er|ez|ons)|devis|chiffr(?:age|e[rz]?(?= (?:le |la |les )?(?:cout|prix|budget|facture))))\b/;

/** Null where no sum is asked for: a price, or advice. */
function assumableIn(text: string, { kinds }: Question, own: Basket): Assumable | null {
  const folded = fold(text);
  const isEstimate =
    forAnEstimate.test(folded) && (kinds.has('cost') || /\bdevis\b/.test(folded)) && !own.isVague;
  if (saysHowMuch(own)) return isEstimate || !(kinds.has('how') || kinds.has('why')) ? 'sizes' : 'nothing';
  return isEstimate ? 'everything' : null;
}

/** What the tool gave, in words; null where it was not called. */
export function saidOfEstimate(
  calls: ConverseRequest['calls'],
  prompt: Prompt,
  question: Question,
): { text: string; isWhole: boolean } | null {
  const { language } = question;
  const call = calls.findLast(({ name }) => name === TOOL);
  if (!call) return null;
  if (call.status === 'error') return { text: composeRefusedEstimate(language), isWhole: false };
  const estimate: WireEstimate = JSON.parse(call.text);
  const wanted = wantedIn(prompt, question);
  const { assumed = [], lacking = [] } = wanted ? costOf(wanted.basket, wanted.assumable) : {};
  const { unpriced = [], loose = [], region = estimate.region } = wanted?.basket ?? {};
  const text = composeEstimate(
    { ...estimate, missing: [...(estimate.missing ?? []), ...unpriced] },
    { assumed, lacking, loose, isRegionGuessed: region === null },
    language,
  );
  return { text, isWhole: true };
}

export function toolUseFor(input: CostInput): { name: string; input: string } {
  return { name: TOOL, input: JSON.stringify(input) };
}
