import type { Word } from '../words.js';
import type { Clause } from './clauses.js';
import * as grammar from './grammar.js';
import { type FoundIdiom, idiomAt } from './idiom-finder.js';
import type { Lexicon, Meaning } from './lexicon.js';
import {
  comparedAt,
  consume,
  isDoubled,
  isForNobody,
  isNegatedBehind,
  isTurning,
  noScope,
  opened,
  REACH,
  type Scope,
  scopeAt,
  turnedBy,
  turnedOver,
  turnsA,
} from './scope.js';

/* What is felt in one clause. */

/** `stated`: a bother that is told of. */
const TROUBLE = { gone: 0.7, back: -0.7, stated: -0.5 } as const;
/** What is a matter of course. `constant`: "always answers". */
const DEED = { denied: -0.6, reported: -0.2, constant: 0.45 } as const;
const HAMPERED = { felt: -0.6, reported: -0.2 } as const;
/** Where nothing else is felt. `even`: not even that. */
const ALONE = { even: -0.5, lack: -0.5, noLack: 0.45 } as const;
const STRENGTH = { more: 1.3, less: 0.6, conceded: 0.35, loud: 1.2 } as const;
/** How many words a strengthening word reaches. */
const STRENGTH_REACH = { usual: 2, conceded: 4 } as const;

export interface Circumstances {
  text: string;
  meaningOf: Lexicon;
  /** The text states something and asks for nothing: what bothers is a complaint. */
  states: boolean;
  /** It tells of a system, which does not do many things: "cannot answer requests". */
  reports: boolean;
}

/** How far a clause has been read, and what was felt in it. */
interface Reading {
  folded: readonly string[];
  sum: number;
  scope: Scope;
  /** There has been a negation. */
  wasNegated: boolean;
  /** Trouble by how strongly it was named: whether it is felt is known at the end. */
  troubles: number[];
  bothers: number[];
  comesBack: boolean;
  isMended: boolean;
  reports: boolean;
  /** What is felt if nothing else is. */
  alone: number;
  /** Of the words that a strengthening word still reaches. */
  strength: { by: number; left: number };
}

export function feelingIn({ words }: Clause, { text, meaningOf, states, reports }: Circumstances): number {
  const folded = words.map((word) => word.folded);
  const reading: Reading = {
    folded,
    sum: 0,
    scope: noScope(),
    wasNegated: false,
    troubles: [],
    bothers: [],
    comesBack: folded.some((_, index) => isReturn(folded, index)),
    isMended: folded.some((_, index) => isMend(folded, index)),
    reports,
    alone: folded.some((_, index) => isNotEven(folded, index)) ? ALONE.even : 0,
    strength: { by: 1, left: 0 },
  };
  for (let index = 0; index < words.length; index++) {
    const idiom = idiomAt(folded, index);
    if (idiom) {
      readIdiom(reading, idiom, index);
      index += idiom.size - 1;
      continue;
    }
    readGrammar(reading, index);
    const meaning = meaningAt(folded, index, meaningOf);
    if (meaning) readMeaning(reading, meaning, index, isLoud(words[index], text) ? STRENGTH.loud : 1);
    reading.scope.left -= 1;
    reading.strength.left -= 1;
  }
  const { sum, troubles, bothers, comesBack, alone } = reading;
  const felt = comesBack ? TROUBLE.back * totalOf([...troubles, ...bothers]) : 0;
  const stated = states && !comesBack ? TROUBLE.stated * totalOf(bothers) : 0;
  const total = sum + felt + stated;
  return total === 0 && states ? alone : total;
}

function readIdiom(reading: Reading, idiom: FoundIdiom, index: number) {
  const { folded, scope } = reading;
  const isNegated = idiom.isNegated || isNegatedBehind(folded, index + idiom.size - 1);
  if (idiom.weight === 'negates') {
    noteLack(reading, folded[index] ?? '', isTurning(scope));
    const reach = idiom.negates ? REACH.clause : REACH.phrase;
    reading.scope = opened(scope, reach, { undoes: !idiom.negates });
    return;
  }
  if (idiom.negates) scope.left = 0;
  else if (isNegated && !isTurning(scope)) reading.scope = opened(noScope(), REACH.turned);
  if (idiom.weight === 'persists') reading.comesBack = true;
  else if (idiom.weight === 'bothers') nameTrouble(reading, 'bother', index, 1);
  else if (idiom.weight === 'hampers') {
    const isEasy = isTurning(reading.scope);
    reading.sum += turnedBy(reading.scope, reading.reports ? HAMPERED.reported : HAMPERED.felt);
    reading.scope = isEasy ? noScope() : { ...opened(noScope(), REACH.turned), sign: 1 };
  } else reading.sum += turnedBy(reading.scope, idiom.weight);
}

/** Negations and what strengthens. */
function readGrammar(reading: Reading, index: number) {
  const { folded, scope } = reading;
  const word = folded[index] ?? '';
  reading.scope = scopeAt(scope, folded, index);
  if (reading.scope.left > 0) noteLack(reading, word, isTurning(scope));
  if (!reading.wasNegated && isForNobody(folded, index)) reading.sum = turnedOver(reading.sum);
  reading.wasNegated ||= reading.scope.left > 0;
  reading.strength = strengthOf(word) ?? reading.strength;
}

/** A lack is a complaint, and no lack is praise, also of what is not known to be good. */
function noteLack(reading: Reading, word: string, isDenied: boolean) {
  if (grammar.lacking.has(word)) reading.alone = isDenied ? ALONE.noLack : ALONE.lack;
}

function readMeaning(reading: Reading, { kind, weight }: Meaning, index: number, loudness: number) {
  const { folded, strength } = reading;
  const by = (strength.left > 0 ? strength.by : 1) * loudness;
  if (!isTurning(reading.scope) && isNegatedBehind(folded, index))
    reading.scope = opened(noScope(), REACH.turned);
  const compared = comparedAt(folded, index);
  if (compared === 'has') reading.scope.left = 0;
  else if (compared === 'lacks') reading.scope = opened(noScope(), REACH.turned);

  if (kind === 'feeling') reading.sum += by * turnedBy(reading.scope, weight);
  else if (kind === 'deed') readDeed(reading, index);
  else nameTrouble(reading, kind, index, by);
}

function readDeed(reading: Reading, index: number) {
  const { folded, scope } = reading;
  if (turnsA(scope, 1)) reading.sum += reading.reports ? DEED.reported : DEED.denied;
  else if (grammar.constantly.has(folded[index - 1] ?? '')) reading.sum += DEED.constant;
  if (isTurning(scope)) consume(scope, 1);
}

function nameTrouble(reading: Reading, kind: 'trouble' | 'bother', index: number, by: number) {
  const { folded, scope } = reading;
  if (turnsA(scope, -1)) {
    reading.sum += TROUBLE.gone;
    consume(scope, -1);
  } else if (reading.isMended) reading.sum += TROUBLE.gone;
  else if (isDoubled(scope) || isGreat(folded, index)) reading.sum += by * TROUBLE.back;
  else if (kind === 'bother') reading.bothers.push(by);
  else reading.troubles.push(by);
}

const totalOf = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

function strengthOf(word: string): Reading['strength'] | null {
  if (grammar.stronger.has(word)) return { by: STRENGTH.more, left: STRENGTH_REACH.usual + 1 };
  if (grammar.concessions.has(word)) return { by: STRENGTH.conceded, left: STRENGTH_REACH.conceded + 1 };
  return grammar.weaker.has(word) ? { by: STRENGTH.less, left: STRENGTH_REACH.usual + 1 } : null;
}

function meaningAt(folded: readonly string[], index: number, meaningOf: Lexicon): Meaning | undefined {
  const [word = '', next = ''] = folded.slice(index, index + 2);
  if (isSmall(word, next)) return undefined;
  const meaning = meaningOf(word);
  return meaning && !isMere(meaning, folded, index, meaningOf) ? meaning : undefined;
}

/** Its meaning is that of the grammar. */
function isSmall(word: string, next: string): boolean {
  if (grammar.intensifiers.has(word)) return false;
  if (grammar.openingVerbs.has(word)) return grammar.openedBy.has(next);
  return grammar.reachOf.has(word) || grammar.stronger.has(word) || grammar.weaker.has(word);
}

/** Alone they only begin to speak. */
const OPENERS = /^(?:well|right|bon|bien|fine|cool|compris|understood)$/;

/** An adverb only strengthens what it stands before and contradicts ("perfectly useless"), or the sentence ("clearly not"). */
function isMere(meaning: Meaning, folded: readonly string[], index: number, meaningOf: Lexicon): boolean {
  const [word = '', next = '', after = ''] = folded.slice(index, index + 3);
  if (meaning.kind !== 'feeling') return false;
  if (folded.length === 1) return OPENERS.test(word);
  const isAdverb = /(?:ly|ment)$/.test(word);
  if (!isAdverb && !grammar.intensifiers.has(word)) return false;
  if (isAdverb && (word.endsWith('ly') ? grammar.afterLy : grammar.afterMent).has(next)) return true;
  const described = meaningOf(/^(?:the|a|de|d)$/.test(next) ? after : next);
  if (described?.kind === 'bother' || described?.kind === 'trouble') return meaning.weight > 0;
  return described?.kind === 'feeling' && described.weight * meaning.weight < 0;
}

/** "Again", "keeps crashing", "glitch after glitch". */
function isReturn(folded: readonly string[], index: number): boolean {
  const [word = '', next = ''] = folded.slice(index, index + 2);
  if (grammar.returns.has(word)) return true;
  if (/^ke(?:eps?|pt)$/.test(word)) return /(?:ing|s)$/.test(next);
  return /^(?:after|upon|sur|apres)$/.test(word) && folded[index - 1] === next;
}

/** "Gros souci", "plein d'erreurs", "que des problèmes". */
function isGreat(folded: readonly string[], index: number): boolean {
  const [first = '', second = ''] = folded.slice(Math.max(0, index - 2), index);
  return (
    grammar.greats.has(first) ||
    grammar.greats.has(second) ||
    (first === 'que' && second === 'des') ||
    (first === 'nothing' && second === 'but')
  );
}

/** "Fixed", and not "still not fixed". */
function isMend(folded: readonly string[], index: number): boolean {
  const before = folded.slice(Math.max(0, index - 3), index);
  return (
    grammar.mends.has(folded[index] ?? '') &&
    !before.some((word) => grammar.reachOf.has(word) || word === 'still' || word === 'toujours')
  );
}

/** "Does not even load". */
function isNotEven(folded: readonly string[], index: number): boolean {
  const [word = '', next = ''] = folded.slice(index, index + 2);
  return (word === 'not' && next === 'even') || (word === 'meme' && (next === 'pas' || next === 'plus'));
}

function isLoud(word: Word | undefined, text: string): boolean {
  const written = word ? text.slice(word.start, word.end) : '';
  return written.length >= 3 && written === written.toUpperCase() && written !== written.toLowerCase();
}
