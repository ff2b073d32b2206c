/** What a search found, in numbers. */
export interface Evidence {
  /** Of the best document, and of the next one; 0 where there is none. */
  score: number;
  nextScore: number;
  /** Things the question is about, how many of them are of this trade, and how many are in no document. */
  concepts: number;
  known: number;
  unseen: number;
  /** Services and products that the question names, and how many of them the best documents mention. */
  named: number;
  namedThere: number;
}

/** `none`: it is about something else. `weak`: the answer may not be there, and has to say so. */
export type Strength = 'none' | 'weak' | 'good';

/** Whether the best document says which questions it answers: what a score is worth depends on it. */
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
  // Of two services that are to be compared one may be there.
  if (chance < evidenceBounds[basis].weak && evidence.namedThere === 0) return 'none';
  return chance < evidenceBounds[basis].good ? 'weak' : 'good';
}

/**
 * Who asks for one thing of this trade in two words is no less to be trusted than who asks in five. One word of anybody's
 * ("days", "weather") is in many documents that are about something else.
 */
const SHORT = 4;

/** The more is asked for, the more a good document has of it. */
export function lengthOf({ concepts, known }: Pick<Evidence, 'concepts' | 'known'>): number {
  return Math.log(1 + (known > 0 ? Math.max(SHORT, concepts) : concepts));
}

function chanceOf(evidence: Evidence, basis: Basis): number {
  const { score, nextScore, concepts, unseen, named, namedThere } = evidence;
  const weights = fitted[basis];
  const sum =
    weights.bias +
    weights.score * score +
    weights.lead * (score - nextScore) +
    weights.unseen * (unseen / Math.max(1, concepts)) +
    weights.length * lengthOf(evidence) +
    // Whoever names something wants to know of that: documents that do not mention it answer another question.
    weights.stranger * (namedThere < named ? 1 : 0);
  return 1 / (1 + Math.exp(-sum));
}
