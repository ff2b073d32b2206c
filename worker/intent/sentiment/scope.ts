import * as grammar from './grammar.js';

/*
 * How far a negation reaches. It turns the first feeling behind it, and those close behind that say the like ("not clear
 * or helpful"); a second one makes it none ("never fails to impress").
 */

export interface Scope {
  /** Words that it still reaches. */
  left: number;
  /** False where a second negation has made it none. */
  turns: boolean;
  /** Of the feeling that it has turned; the next is turned only if it is of that sign. 0: none yet. */
  sign: number;
  /** It ends where a new subject begins. */
  determines: boolean;
}

/** In words of the clause. */
export const REACH = { clause: 14, ne: 6, plus: 8, phrase: 6, turned: 4, scarce: 3 } as const;
/** Even what is weak is a complaint when it is not so: "it does not work". */
const TURNED = { good: -0.9, goodAtLeast: -0.65, bad: -0.75 } as const;

export const noScope = (): Scope => ({ left: 0, turns: false, sign: 0, determines: false });
export const isTurning = (scope: Scope) => scope.left > 0 && scope.turns;
/** "Not without problems". */
export const isDoubled = (scope: Scope) => scope.left > 0 && !scope.turns;

export function opened(
  scope: Scope,
  reach: number,
  how: { undoes?: boolean; determines?: boolean } = {},
): Scope {
  const isUndone = how.undoes === true && isTurning(scope) && scope.sign === 0;
  return {
    left: Math.max(scope.left, reach + 1),
    turns: !isUndone,
    sign: scope.left > 0 ? scope.sign : 0,
    determines: how.determines ?? false,
  };
}

/** What a feeling weighs there; it counts as turned. */
export function turnedBy(scope: Scope, weight: number): number {
  if (weight === 0 || !isTurning(scope)) return weight;
  if (!turnsA(scope, Math.sign(weight))) {
    scope.left = 0;
    return weight;
  }
  consume(scope, Math.sign(weight));
  return turnedOver(weight);
}

export function turnedOver(weight: number): number {
  return weight > 0 ? Math.min(TURNED.goodAtLeast, weight * TURNED.good) : weight * TURNED.bad;
}

export function turnsA(scope: Scope, sign: number): boolean {
  return isTurning(scope) && (scope.sign === 0 || scope.sign === sign);
}

export function consume(scope: Scope, sign: number) {
  scope.sign = sign;
  scope.left = Math.min(scope.left, REACH.turned + 1);
}

/** What the word at the index makes of the scope. */
export function scopeAt(scope: Scope, folded: readonly string[], index: number): Scope {
  const [word = '', next = ''] = folded.slice(index, index + 2);
  const before = folded[index - 1] ?? '';
  const undoes = grammar.undoing.has(word);
  if (grammar.openingVerbs.has(word) && (grammar.openedBy.has(next) || next === 'pas'))
    return opened(scope, REACH.phrase, { undoes });
  if (endsAt(scope, word, next)) return { ...scope, left: 0 };
  if (isNe(word)) return isClosed(folded, index) || isBegun(folded, index) ? opened(scope, REACH.ne) : scope;
  if (word === 'plus') return scopeAtPlus(scope, folded, index);
  if (grammar.scarce.has(word))
    return grammar.notScarce.has(before) ? scope : opened(scope, REACH.scarce, { undoes: true });
  const reach = grammar.reachOf.get(word);
  if (reach === undefined) return scope;
  if (word === 'personne' && grammar.articles.has(before)) return scope;
  if (word === 'no' && grammar.subjects.has(next)) return scope;
  return opened(scope, reach, { undoes, determines: grammar.determiners.has(word) });
}

function endsAt(scope: Scope, word: string, next: string): boolean {
  if (scope.left === 0) return false;
  if (grammar.subordinators.has(word)) return true;
  if (scope.determines && grammar.persons.has(word)) return true;
  return (word === 'and' || word === 'et') && grammar.subjects.has(next);
}

/** "plus" is a negation behind "ne" or before "du tout"; else it is "more", but "plus de problèmes" is an end of them. */
function scopeAtPlus(scope: Scope, folded: readonly string[], index: number): Scope {
  const behind = folded.slice(index + 1, index + REACH.plus);
  const isNegation =
    folded.slice(Math.max(0, index - 4), index).some(isNe) ||
    behind.some((word, at) => word === 'tout' && behind[at - 1] === 'du');
  if (isNegation) return opened(scope, REACH.plus);
  const [next = '', after = ''] = behind;
  const isMore =
    !/^(?:d|de)$/.test(next) ||
    /^une?$/.test(after) ||
    /^(?:beaucoup|encore|bien|toujours|de|en|peu)$/.test(folded[index - 1] ?? '') ||
    behind.some((word) => word === 'que' || word === 'qu');
  return isMore ? scope : { ...opened(scope, REACH.phrase), sign: -1 };
}

export const isNe = (word: string) => word === 'ne' || word === 'n';

function isClosed(folded: readonly string[], index: number): boolean {
  return folded.slice(index + 1, index + 1 + REACH.ne).some((word) => grammar.particles.has(word));
}

/** "Aucun client n'est": the negation stands before "ne". */
function isBegun(folded: readonly string[], index: number): boolean {
  return folded
    .slice(Math.max(0, index - REACH.clause), index)
    .some((word) => grammar.negativeSubjects.has(word));
}

/** "Ça marche toujours pas", as people say it; "helps nobody". "plus" only at the end: "ça marche plus". */
export function isNegatedBehind(folded: readonly string[], index: number): boolean {
  const before = folded[index - 1] ?? '';
  if (folded[index]?.endsWith('ly') || grammar.nounArticles.has(before)) return false;
  let at = index + 1;
  while (at < index + 4 && folded[at] !== 'plus' && grammar.betweenVerbAndPas.has(folded[at] ?? '')) at += 1;
  const [word = '', next, after] = folded.slice(at, at + 3);
  if (word === 'plus') return next === undefined || (next === 'du' && after === 'tout');
  if (word === 'a') return next === 'peine';
  if (word === 'personne' && grammar.articles.has(before)) return false;
  return grammar.closing.has(word) || (word === 'no' && next === 'one');
}

/** "Made sense to nobody": turns what stands before. */
export function isForNobody(folded: readonly string[], index: number): boolean {
  const [word = '', next] = folded.slice(index, index + 2);
  const isNobody = grammar.nobodies.has(word) || (word === 'no' && next === 'one');
  return isNobody && grammar.prepositions.has(folded[index - 1] ?? '');
}

/** Of at most seven words, so that going back costs nothing. */
const COULD =
  /(?:could|might|should|can)( not| hardly)?(?: have)? [a-z]+(?: any| much| a lot| a bit| a little)*$/;

/** What "could" makes of a comparative: "could be clearer" is not clear, "could not be clearer" is. */
export function comparedAt(folded: readonly string[], index: number): 'lacks' | 'has' | null {
  if (!/er$|^worse$/.test(folded[index] ?? '')) return null;
  const found = COULD.exec(folded.slice(Math.max(0, index - 7), index).join(' '));
  if (!found) return null;
  return found[1] ? 'has' : 'lacks';
}
