import type { Passage } from './passages.js';
import type { Kind } from './question.js';
import type { Ranked } from './rank.js';

export interface Selection {
  lead: Passage;
  /** The lead's source first, then the others as they were given; in each, in the order of the text. */
  points: Passage[];
  /** The points are one list of the source, whole. */
  isWholeList: boolean;
}

const MAX_POINTS = 4;
const MAX_CLOSEST = 3;
/** Below this an answer looks bare, and its section may say more with less of a match. */
const SHORT_WORDS = 50;
const ENOUGH_WORDS = 130;
const MAX_WORDS = 175;

/**
 * Picks the sentence that leads and up to 4 that support it: each must score near the best, say something that those
 * already picked do not, and is favoured when it stands in the same section as one of them. `ranked` is best first.
 */
export function selectPassages(ranked: Ranked[], kinds: Set<Kind>): Selection | null {
  const lead = pickLead(ranked, kinds);
  if (!lead) return null;
  const list = wholeList(ranked, lead, kinds);
  if (list) return list;

  const picked = [lead];
  let words = lead.passage.words;
  while (picked.length <= MAX_POINTS && words < ENOUGH_WORDS) {
    const next = pickNext(ranked, picked, kinds);
    if (!next || words + next.passage.words > MAX_WORDS) break;
    picked.push(next);
    words += next.passage.words;
  }
  return { lead: lead.passage, points: inReadingOrder(picked.slice(1), lead), isWholeList: false };
}

/** Sentences of the first source that has any in it, which is the one that the search trusts most. */
export function closestPassages(ranked: Ranked[]): Passage[] {
  const first = Math.min(...ranked.map(({ passage }) => passage.source.number));
  return ranked
    .filter(({ passage, holds }) => passage.source.number === first && holds.size > 0)
    .slice(0, MAX_CLOSEST)
    .map(({ passage }) => passage)
    .sort((a, b) => a.position - b.position);
}

/**
 * The best sentence. Among near equals one that is prose and opens its source, since it reads as a statement; for a
 * figure, the one that has it, wherever it stands.
 */
function pickLead(ranked: Ranked[], kinds: Set<Kind>): Ranked | undefined {
  const wantsFigure = (kinds.has('cost') && !kinds.has('how')) || kinds.has('count');
  const favour = ({ score, passage, names }: Ranked) => {
    const prose = passage.isListItem || wantsFigure ? 0 : 0.1;
    const opens = passage.position < 2 && !wantsFigure ? 0.06 : 0;
    // Advice reads better without a sum in front.
    const sums = kinds.has('how') ? (passage.text.match(/[$€]/g)?.length ?? 0) : 0;
    const figures = sums > 1 ? 0.15 : sums * 0.08;
    return score + prose + opens + 0.05 * names - figures - (passage.words > 38 ? 0.05 : 0);
  };
  return ranked.slice(0, 15).reduce<Ranked | undefined>((best, candidate) => {
    return !best || favour(candidate) > favour(best) ? candidate : best;
  }, undefined);
}

/**
 * A list of terms ("Retire: …") in the lead's document is given whole, under the sentence that opens that document:
 * half of seven ways misleads.
 */
function wholeList(ranked: Ranked[], lead: Ranked, kinds: Set<Kind>): Selection | null {
  if (kinds.has('cost') || kinds.has('count') || kinds.has('compare')) return null;
  const { title } = lead.passage.source;
  const best = ranked.find(
    ({ passage }) => passage.isListItem && isDefinition(passage.text) && passage.source.title === title,
  );
  if (!best || best.score < lead.score * 0.4) return null;
  const points = ranked
    .map(({ passage }) => passage)
    .filter((passage) => passage.isListItem && sameSection(passage, best.passage))
    .sort((a, b) => a.position - b.position);
  const opening = ranked.find(
    ({ passage, score }) =>
      passage.position === 0 &&
      !passage.isListItem &&
      passage.source.title === title &&
      score > lead.score * 0.6,
  );
  const words = points.reduce((sum, { words }) => sum + words, lead.passage.words);
  const whole = points.every(({ text }) => isDefinition(text)) && points.length >= 3 && points.length <= 8;
  return whole && words <= MAX_WORDS ? { lead: (opening ?? lead).passage, points, isWholeList: true } : null;
}

/** "Term (an aside): what it is." */
export function isDefinition(text: string): boolean {
  return /^[^:.;]{2,48}?\s?: \S/.test(text);
}

function pickNext(ranked: Ranked[], picked: Ranked[], kinds: Set<Kind>): Ranked | null {
  const best = ranked[0]?.score ?? 0;
  const short = picked.reduce((sum, { passage }) => sum + passage.words, 0) < SHORT_WORDS;
  let winner: Ranked | null = null;
  let winning = 0;
  for (const candidate of ranked) {
    if (picked.includes(candidate) || picked.some((other) => saysTheSame(candidate.passage, other.passage)))
      continue;
    const near = picked.some(
      ({ passage }) =>
        sameSection(candidate.passage, passage) ||
        (short && candidate.passage.source.title === passage.source.title),
    );
    if (candidate.score < best * (near ? (short ? 0.3 : 0.45) : 0.6)) continue;
    const value = candidate.score + (near ? 0.1 : 0) + 0.06 * newlyHeld(candidate, picked);
    const balanced = kinds.has('compare') ? value - 0.12 * alike(candidate, picked) : value;
    if (balanced > winning) [winner, winning] = [candidate, balanced];
  }
  return winner;
}

const sameSection = (a: Passage, b: Passage) => a.source === b.source && a.section === b.section;

function newlyHeld(candidate: Ranked, picked: Ranked[]): number {
  return [...candidate.holds].filter((concept) => !picked.some((other) => other.holds.has(concept))).length;
}

/** How many of those picked speak of just the same things: a comparison should not dwell on one side. */
function alike(candidate: Ranked, picked: Ranked[]): number {
  const key = (ranked: Ranked) => [...ranked.holds].sort().join(' ');
  return picked.filter((other) => key(other) === key(candidate)).length;
}

function saysTheSame(a: Passage, b: Passage): boolean {
  const shared = [...a.concepts].filter((concept) => b.concepts.has(concept)).length;
  return shared / Math.max(1, Math.min(a.concepts.size, b.concepts.size)) > 0.72;
}

function inReadingOrder(points: Ranked[], lead: Ranked): Passage[] {
  const rank = ({ source }: Passage) => (source === lead.passage.source ? 0 : source.number);
  return points.map(({ passage }) => passage).sort((a, b) => rank(a) - rank(b) || a.position - b.position);
}
