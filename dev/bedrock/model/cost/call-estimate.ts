import type { WireEstimate } from '../../../../core/contracts/shapes.js';
import type { ConverseRequest } from '../../converse-request.js';
import type { Prompt } from '../prompt.js';
import type { Question } from '../question.js';
import { fold } from '../stem.js';
import { type CostInput, costOf } from './cost-input.js';
import {
  composeEstimate,
  composeRefusedEstimate,
  composeUnclearChange,
  composeWholeQuestion,
} from './estimate-phrases.js';
import { regionIn } from './regions.js';
import { standingAt } from './standing.js';

const TOOL = 'estimate_cost';

/** Where a question about cost names no Region. */
const USUAL_REGION = 'eu-west-1';

/** What the tool should be called with, or what has to be asked first; null where the question is not about a sum. */
export function wantedEstimate(
  tools: readonly string[],
  prompt: Prompt,
  question: Question,
): { input: CostInput; asks?: never } | { asks: string; input?: never } | null {
  const standing = standingAt(prompt, question);
  if (!standing) return null;
  const { basket, assumable } = standing;
  const { items, parts } = costOf(basket, assumable);
  const region = basket.region ?? regionOfSession(prompt) ?? USUAL_REGION;
  if (items.length === 0 || standing.question === 'aside') return null;
  if (standing.question === 'unclear') return { asks: composeUnclearChange(parts, question.language) };
  if (tools.includes(TOOL)) return { input: { region, items } };
  return standing.isChange ? { asks: composeWholeQuestion(parts, region, question.language) } : null;
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
  const standing = standingAt(prompt, question);
  const { assumed = [], lacking = [] } = standing ? costOf(standing.basket, standing.assumable) : {};
  const { unpriced = [], loose = [], region = estimate.region } = standing?.basket ?? {};
  const text = composeEstimate(
    { ...estimate, missing: [...(estimate.missing ?? []), ...unpriced] },
    { assumed, lacking, loose, isRegionGuessed: region === null && regionOfSession(prompt) === null },
    language,
  );
  return { text, isWhole: true };
}

/** What the session is said to be about may name one: "everything has to run in Paris". */
function regionOfSession({ sessionContext }: Prompt): string | null {
  return regionIn(fold(sessionContext));
}

export function toolUseFor(input: CostInput): { name: string; input: string } {
  return { name: TOOL, input: JSON.stringify(input) };
}
