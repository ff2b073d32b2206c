import type { WireEstimate } from '../../../../core/contracts/shapes.js';
import { REGION_CODE } from '../../../../worker/intent/aws-regions.js';
import { estimateLimits } from '../../../../worker/tools/estimate-cost.js';
import type { ConverseRequest } from '../../converse-request.js';
import type { Prompt } from '../prompt.js';
import type { Question } from '../question.js';
import { fold } from '../stem.js';
import type { Basket } from './basket.js';
import { type CostInput, type CostItem, costOf } from './cost-input.js';
import { asksForOtherCurrency, isEstimate } from './currency.js';
import {
  composeEstimates,
  composeInDollars,
  composeNothingLeft,
  composeRefusedEstimate,
  composeUnclearChange,
  composeWholeQuestion,
  type Remarks,
} from './estimate-phrases.js';
import { regionsIn } from './regions.js';
import { standingAt } from './standing.js';

const TOOL = 'estimate_cost';

/**
 * What the tool should be called with, once for each Region, or what has to be asked first; null where the question is not
 * about a sum.
 */
export function wantedEstimates(
  tools: readonly string[],
  prompt: Prompt,
  question: Question,
): { inputs: CostInput[]; asks?: never } | { asks: string; inputs?: never } | null {
  const standing = standingAt(prompt, question);
  if (!standing) return null;
  const { basket, assumable } = standing;
  const { items, parts } = costOf(basket, assumable);
  if (items.length === 0 || standing.question === 'aside') return null;
  if (standing.question === 'emptied') return { asks: composeNothingLeft(parts, question.language) };
  if (standing.question === 'unclear') return { asks: composeUnclearChange(parts, question.language) };
  const { regions } = regionsOf(basket, prompt);
  const all = withUnpriced(items, basket.unpriced);
  if (tools.includes(TOOL)) return { inputs: regions.map((region) => ({ region, items: all })) };
  return standing.isChange
    ? { asks: composeWholeQuestion(parts, regions.join(', '), question.language) }
    : null;
}

/** The tool takes no longer a name. */
const MAX_NAME = 60;

/** With what has no price, so that the tool lists it as missing, and whoever shows the estimate does. */
function withUnpriced(items: readonly CostItem[], unpriced: readonly string[]): CostItem[] {
  const named = unpriced.map((name) => ({ service: name.slice(0, MAX_NAME), usage: 'unknown' }));
  return [...items, ...named.slice(0, Math.max(0, estimateLimits.items - items.length))];
}

/** What the tool gave, in words; null where it was not called. */
export function saidOfEstimates(
  calls: ConverseRequest['calls'],
  prompt: Prompt,
  question: Question,
): string | null {
  const { language } = question;
  const own = calls.filter(({ name }) => name === TOOL);
  if (own.length === 0) return null;
  const estimates = own
    .filter(({ status }) => status === 'success')
    .map(({ text }): WireEstimate => JSON.parse(text));
  const standing = standingAt(prompt, question);
  const { assumed = [], lacking = [] } = standing ? costOf(standing.basket, standing.assumable) : {};
  const { loose = [] } = standing?.basket ?? {};
  const { regions, taken } = regionsOf(standing?.basket ?? { regions: [] }, prompt);
  const withoutPrices = regions.filter((region) => !estimates.some((made) => made.region === region));
  const known = knownRegions(own, withoutPrices);
  if (estimates.length === 0) return composeRefusedEstimate(withoutPrices, known, language);
  return composeEstimates(
    estimates,
    {
      assumed,
      lacking,
      loose,
      taken,
      withoutPrices,
      known,
      isInDollars: asksForOtherCurrency(prompt.question),
    },
    language,
  );
}

/** What there is to say of another currency than the price list's where the last answer was an estimate; else null. */
export function saidOfCurrency(prompt: Prompt, { language }: Question): string | null {
  const last = prompt.history.at(-1);
  const isAsked =
    asksForOtherCurrency(prompt.question) && last?.role === 'assistant' && isEstimate(last.text);
  return isAsked ? composeInDollars(language) : null;
}

/** Regions that the tool says it knows prices of, where it refuses others for being none of them. */
function knownRegions(calls: ConverseRequest['calls'], refused: readonly string[]): string[] {
  const codes = calls
    .filter(({ status }) => status === 'error')
    .flatMap(({ text }) => [...text.matchAll(REGION_CODE)].map(([code]) => code));
  return [...new Set(codes)].filter((code) => !refused.includes(code));
}

/** Where a question about cost names no Region. */
const USUAL_REGION = 'eu-west-1';
/** "Bank of Ireland" is no place to run something. */
const ofClient = /^client:.*$/gm;

/**
 * Those that the question names, or else the one that the session is said to be about: "everything has to run in Paris".
 */
function regionsOf(
  { regions }: Pick<Basket, 'regions'>,
  { sessionContext }: Prompt,
): { regions: readonly string[]; taken: Remarks['taken'] } {
  if (regions.length > 0) return { regions, taken: null };
  const ofSession = regionsIn(fold(sessionContext).replaceAll(ofClient, ''));
  const [region = USUAL_REGION] = ofSession.length === 1 ? ofSession : [];
  return { regions: [region], taken: { region, from: ofSession.length === 1 ? 'session' : 'usual' } };
}

export function toolUseFor(input: CostInput): { name: string; input: string } {
  return { name: TOOL, input: JSON.stringify(input) };
}
