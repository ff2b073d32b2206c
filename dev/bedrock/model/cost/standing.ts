import { isGeneric } from '../concepts.js';
import type { Prompt } from '../prompt.js';
import { type Question, readQuestion } from '../question.js';
import { answerSmallTalk } from '../small-talk.js';
import { fold } from '../stem.js';
import { type Basket, readBasket } from './basket.js';
import { changeBasket } from './change-basket.js';
import { type Assumable, costOf, isStated, saysHowMuch } from './cost-input.js';
import { asksForOtherCurrency } from './currency.js';
import { isArticle, NUMBER } from './numbers.js';
import { isPriceInRegion } from './price-in-region.js';
import { regionsIn } from './regions.js';
import { asksToRemove, namesRemoval } from './remove-from-basket.js';

/** What a conversation asks the price of by now. */
export interface Standing {
  /**
   * `wanted`: the last question asks for the sum. `unclear`: it changes something, and not clearly what. `emptied`: it
   * takes away all that has a price.
   */
  question: 'wanted' | 'unclear' | 'emptied' | 'aside';
  /** The last question changes what was asked before, and is no whole question. */
  isChange: boolean;
  basket: Basket;
  assumable: Assumable;
}

const leading =
  /^(?:(?:please|ok|okay|now|can you|could you|let's|s'il (?:te|vous) plait|maintenant|peux-tu|pouvez-vous),? )?(?:and|but|so|then|also|plus|add|what about|what if|how about|with|same|et|mais|alors|donc|avec|r?ajoute\w*|idem)\b/;

/** Words of a text that may change an estimate without a word that leans on it: "5 instead of 3". */
const FEW_WORDS = 6;

/** What is asked the price of, with the questions before that this one leans on; null where that is nothing. */
export function standingAt(prompt: Prompt, question: Question, isPast = false): Standing | null {
  const text = prompt.question;
  const removes = asksToRemove(text, question);
  const asksCurrency = asksForOtherCurrency(text);
  const leads = removes || asksCurrency || leading.test(fold(text)) || isPlace(text);
  const mayLean = prompt.history.length > 0 && (leads || question.followsUp || isShort(text));
  // What was said of usage counts, also where nobody asked for its price.
  const asks = isPast || asksForSum(text, question);
  if (!mayLean && !asks) return null;
  const own = readBasket(text);
  const leans = leads || question.followsUp;
  const before = mayLean && (leans || statesNumber(own.text)) ? standingBefore(prompt) : null;
  const isAdvice = !removes && namesRemoval(text);
  if (before && !isAdvice && (leads || own.usages.every(({ service }) => isOpenIn(before.basket, service)))) {
    const { kind, basket } = changeBasket(before.basket, text, removes);
    const isOther = isOnOtherMatter(question);
    const standing = { ...before, isChange: kind === 'changed' };
    if (kind === 'changed' && costOf(basket, before.assumable).items.length === 0)
      return { ...standing, question: 'emptied' };
    if (kind === 'changed') return { ...standing, question: 'wanted', basket };
    if (kind === 'unclear') return { ...standing, question: 'unclear' };
    if (kind === 'strange') return isOther && !isFor(text) ? null : { ...standing, question: 'unclear' };
    if (kind === 'same' && leans && asksAgain(question, own)) return { ...standing, question: 'wanted' };
    if (kind === 'same') return isOther && !asksCurrency ? null : { ...standing, question: 'aside' };
  }
  const assumable =
    asks || leans || before
      ? (assumableIn(text, question, own) ?? (isPast && asksForPrice(question, own)))
      : null;
  // What is asked about doing without something changes nothing.
  if (!assumable)
    return before && namesRemoval(text) ? { ...before, question: 'aside', isChange: false } : null;
  const regions = own.regions.length > 0 ? own.regions : (before?.basket.regions ?? []);
  return { question: 'wanted', isChange: false, assumable, basket: { ...own, regions } };
}

function standingBefore(prompt: Prompt): Standing | null {
  const at = prompt.history.findLastIndex(
    ({ role, text }) => role === 'user' && answerSmallTalk(text) === null,
  );
  const text = prompt.history[at]?.text;
  if (text === undefined) return null;
  const then: Prompt = { ...prompt, question: text, history: prompt.history.slice(0, at) };
  return standingAt(then, readQuestion(then), true);
}

const isShort = (text: string) => text.trim().split(/\s+/).length <= FEW_WORDS;

/** "In Tokyo?" */
function isPlace(text: string): boolean {
  const folded = fold(text);
  return isShort(text) && /^(?:in|en|at|a) /.test(folded) && regionsIn(folded).length > 0;
}

const aNumber = new RegExp(NUMBER, 'g');

function statesNumber(folded: string): boolean {
  return [...folded.matchAll(aNumber)].some(([, said = '', scale]) => !isArticle(said, scale));
}

/** Named so far without a number, which may follow. */
function isOpenIn({ usages }: Basket, service: string): boolean {
  return usages.some((usage) => usage.service === service && !isStated(usage));
}

function asksForSum(text: string, { kinds }: Question): boolean {
  return kinds.has('cost') || /\b(?:estimat\w*|estim\w{1,4}|budget|devis|chiffr\w+)\b/.test(fold(text));
}

/** "Chiffrer" alone is to encrypt as well. */
const forAnEstimate =
  /\b(?:estimat(?:e|es|ion|ions)|estim(?:e|er|ez|ons)|devis|chiffr(?:age|e[rz]?(?= (?:le |la |les )?(?:cout|prix|budget|facture))))\b/;

/** Null where no sum is asked for: a price wherever it is, or advice. */
function assumableIn(text: string, question: Question, own: Basket): Assumable | null {
  const { kinds } = question;
  const folded = fold(text);
  const isEstimate =
    forAnEstimate.test(folded) && (kinds.has('cost') || /\bdevis\b/.test(folded)) && !own.isVague;
  if (saysHowMuch(own)) return isEstimate || !(kinds.has('how') || kinds.has('why')) ? 'sizes' : 'nothing';
  return isEstimate || isPriceInRegion(question, own) ? 'everything' : null;
}

/** "What does a NAT gateway cost?" asks for no sum; "and with five?" after it does. */
function asksForPrice({ kinds }: Question, { usages, unpriced }: Basket): Assumable | null {
  return kinds.has('cost') && usages.length === 1 && unpriced.length === 0 ? 'sizes' : null;
}

/** "How much is that?" */
function asksAgain({ kinds, terms }: Question, { unpriced }: Basket): boolean {
  const names = terms.some(({ isName, carried }) => isName && !carried);
  return kinds.has('cost') && !kinds.has('how') && !kinds.has('why') && unpriced.length === 0 && !names;
}

function isOnOtherMatter({ terms }: Question): boolean {
  return terms.some(({ concept, carried }) => !carried && !isGeneric(concept));
}

/** "And for 12 users?", "et avec 3 clients ?" */
function isFor(text: string): boolean {
  return /^(?:(?:and|but|et|mais|what|what about|what if) )?(?:with|for|avec|pour|if|si)\b/.test(fold(text));
}
