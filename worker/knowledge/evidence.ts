/** What a search found, in numbers. */
export interface Evidence {
  /** Of the best document, and of the next one; 0 where there is none. */
  score: number;
  nextScore: number;
  /** Things the question is about, and how many of them are in no document. */
  concepts: number;
  unseen: number;
  /** Services and products that the question names, and how many of them the best documents mention. */
  named: number;
  namedThere: number;
}

/** `none`: it is about something else. `weak`: the answer may not be there, and has to say so. */
export type Strength = 'none' | 'weak' | 'good';

/** Whether the documents say which questions they answer: what a score is worth depends on it. */
export type Basis = 'questions' | 'texts';

/**
 * Weights of a logistic regression that was fitted to `test/eval/tuning/retrieval.jsonl`, once with the questions of
 * the sample documents and once without. Questions of another kind than those may want others.
 */
const fitted = {
  questions: { bias: -12.2, score: 2.85, lead: 2.7, unseen: -6.1, length: 6, stranger: -3.4 },
  texts: { bias: -5.8, score: 1.6, lead: 0, unseen: -4.4, length: 3.9, stranger: -3.6 },
} as const satisfies Record<Basis, object>;

/**
 * The least chance for each. Below `weak` half of what cannot be answered is found out, and hardly anything else; below
 * `good` nine in ten of it, beside one answerable question in five; without questions it is three in four, and one.
 */
export const evidenceBounds = {
  questions: { weak: 0.05, good: 0.8 },
  texts: { weak: 0.05, good: 0.6 },
} as const satisfies Record<Basis, object>;

/** How far one may trust that what was found answers the question. */
export function strengthOf(evidence: Evidence, basis: Basis): Strength {
  const chance = chanceOf(evidence, basis);
  if (chance < evidenceBounds[basis].weak) return 'none';
  return chance < evidenceBounds[basis].good ? 'weak' : 'good';
}

/** Who asks for one thing in two words is no less to be trusted than who asks in five. */
const SHORT = 4;

/** The more is asked for, the more a good document has of it. */
export function lengthOf(concepts: number): number {
  return Math.log(1 + Math.max(SHORT, concepts));
}

function chanceOf(evidence: Evidence, basis: Basis): number {
  const { score, nextScore, concepts, unseen, named, namedThere } = evidence;
  const weights = fitted[basis];
  const sum =
    weights.bias +
    weights.score * score +
    weights.lead * (score - nextScore) +
    weights.unseen * (unseen / Math.max(1, concepts)) +
    weights.length * lengthOf(concepts) +
    // Whoever names something wants to know of that: documents that do not mention it answer another question.
    weights.stranger * (namedThere < named ? 1 : 0);
  return 1 / (1 + Math.exp(-sum));
}
