import type { Passage } from './passages.js';
import type { Kind } from './question.js';
import type { Ranked } from './rank.js';

export interface Selection {
  lead: Passage;
  /** In the order of their sources and of their places there. */
  points: Passage[];
}

const MAX_POINTS = 5;
const ENOUGH_WORDS = 150;
const MAX_WORDS = 185;

/**
 * Picks the sentence that leads and 2 to 5 that support it: each must score near the best, say something that those
 * already picked do not, and is favoured when it stands in the same section as one of them. `ranked` is best first.
 */
export function selectPassages(ranked: Ranked[], kinds: Set<Kind>): Selection | null {
  const lead = pickLead(ranked);
  if (!lead) return null;
  const whole = kinds.has('cost') || kinds.has('count') ? null : wholeList(ranked, lead);
  if (whole) return { lead: lead.passage, points: whole };

  const picked = [lead];
  let words = lead.passage.words;
  const best = ranked[0]?.score ?? 0;
  while (picked.length <= MAX_POINTS && words < ENOUGH_WORDS) {
    const next = pickNext(ranked, picked, best);
    if (!next || words + next.passage.words > MAX_WORDS) break;
    picked.push(next);
    words += next.passage.words;
  }
  return { lead: lead.passage, points: inReadingOrder(picked.slice(1), lead) };
}

/** The best sentence; among near equals one that is prose, since a list item reads like a part of something. */
function pickLead(ranked: Ranked[]): Ranked | undefined {
  const favour = ({ score, passage }: Ranked) =>
    score + (passage.isListItem ? 0 : 0.12) - (passage.words > 38 ? 0.05 : 0);
  return ranked.slice(0, 12).reduce<Ranked | undefined>((best, candidate) => {
    return !best || favour(candidate) > favour(best) ? candidate : best;
  }, undefined);
}

/** A list of terms ("Retire: …") that belongs to the lead's source is given whole: half of seven ways misleads. */
function wholeList(ranked: Ranked[], lead: Ranked): Passage[] | null {
  const best = ranked.find(({ passage }) => passage.isListItem && isDefinition(passage.text));
  if (!best || best.passage.source !== lead.passage.source || best.score < lead.score * 0.55) return null;
  const items = ranked
    .map(({ passage }) => passage)
    .filter((p) => p.isListItem && p.source === best.passage.source && p.section === best.passage.section)
    .sort((a, b) => a.position - b.position);
  const words = items.reduce((sum, item) => sum + item.words, lead.passage.words);
  const defined = items.every((item) => isDefinition(item.text));
  return defined && items.length >= 3 && items.length <= 8 && words <= MAX_WORDS ? items : null;
}

/** "Term (an aside): what it is." */
export function isDefinition(text: string): boolean {
  return /^[^:.;]{2,48}?\s?: \S/.test(text);
}

function pickNext(ranked: Ranked[], picked: Ranked[], best: number): Ranked | null {
  let winner: Ranked | null = null;
  let winning = 0;
  for (const candidate of ranked) {
    if (candidate.score < best * 0.4) break;
    if (picked.includes(candidate) || picked.some((other) => saysTheSame(candidate.passage, other.passage)))
      continue;
    const near = picked.some((other) => sameSection(candidate.passage, other.passage));
    if (candidate.score < best * (near ? 0.45 : 0.58)) continue;
    const value = candidate.score + (near ? 0.1 : 0) + 0.06 * newlyHeld(candidate, picked);
    if (value > winning) [winner, winning] = [candidate, value];
  }
  return winner;
}

const sameSection = (a: Passage, b: Passage) => a.source === b.source && a.section === b.section;

function newlyHeld(candidate: Ranked, picked: Ranked[]): number {
  return [...candidate.holds].filter((concept) => !picked.some((other) => other.holds.has(concept))).length;
}

function saysTheSame(a: Passage, b: Passage): boolean {
  const shared = [...a.concepts].filter((concept) => b.concepts.has(concept)).length;
  return shared / Math.max(1, Math.min(a.concepts.size, b.concepts.size)) > 0.72;
}

/** The lead's source first, then the others as they were given. */
function inReadingOrder(points: Ranked[], lead: Ranked): Passage[] {
  const rank = ({ source }: Passage) => (source === lead.passage.source ? 0 : source.number);
  return points.map(({ passage }) => passage).sort((a, b) => rank(a) - rank(b) || a.position - b.position);
}
