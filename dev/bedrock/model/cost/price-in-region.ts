import { awsRegions } from '../../../../worker/intent/aws-regions.js';
import { isGeneric } from '../concepts.js';
import type { Question, WantedTerm } from '../question.js';
import { fold } from '../stem.js';
import { conceptsOf } from '../terms.js';
import type { Basket } from './basket.js';
import { mentionsIn } from './mentions.js';
import { hasNegative } from './quantities.js';

/**
 * "What does a NAT gateway cost in Paris?" asks for the price of one thing in a place, which documents that speak of
 * other places do not tell; the tool does, or says that it has none there.
 */
export function isPriceInRegion({ kinds, terms }: Question, basket: Basket): boolean {
  const { regions, usages, unpriced, loose, text } = basket;
  const [usage] = usages;
  if (!kinds.has('cost') || kinds.has('how') || kinds.has('why')) return false;
  if (!usage || usages.length > 1 || unpriced.length > 0 || loose.length > 0 || regions.length === 0)
    return false;
  const saysOnlyOne = Object.values(usage.amounts).every(({ isArticle }) => isArticle);
  return saysOnlyOne && !hasNegative(text) && isOfNothingElse(terms, basket);
}

/** What a price may be asked by, and is no matter of its own. */
const waysToAsk = conceptsOf(
  'per par monthly mensuel hourly horaire daily today currently list rate demand demande run running tourner location place euro euros eur pound pounds gbp chf',
);

function isOfNothingElse(terms: readonly WantedTerm[], { regions, text }: Basket): boolean {
  const names = [...mentionsIn(text).map(({ name }) => name), ...regions.flatMap(placesOf)];
  const said = conceptsOf(fold(names.join(', ')));
  // Less weight has whom it is for.
  return terms.every(
    ({ concept, weight, carried }) =>
      carried || weight < 0.5 || isGeneric(concept) || said.has(concept) || waysToAsk.has(concept),
  );
}

/** By its places, and by its code in one word or in three. */
const placesOf = (region: string) => [region, region.replaceAll('-', ' '), ...(awsRegions[region] ?? [])];
