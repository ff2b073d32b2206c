/** What a search found, in numbers. */
export interface Evidence {
  /** Of the best document, and of the next one; 0 where there is none. */
  score: number;
  nextScore: number;
  /** Things the question is about, how many of them are of this trade, and how many are in no document and no names. */
  concepts: number;
  known: number;
  unseen: number;
  /** Names in the question that somebody knows, and how many of them the best documents mention. */
  named: number;
  namedThere: number;
  /** What is written like a name and is in no document: a product that they lack, or somebody's client. */
  foreign: number;
  /** It asks for a price, a number or a date. */
  figure: boolean;
}

/** `none`: it is about something else. `weak`: the answer may not be there, and has to say so. */
export type Strength = 'none' | 'weak' | 'good';

/** Whether the best document says which questions it answers: what a score is worth depends on it. */
export type Basis = 'questions' | 'texts';

/**
 * Weights of a logistic regression that was fitted to `test/eval/tuning/retrieval.jsonl`, once with the questions of
 * the sample documents and once without (`npm run eval -- --fit`; those without were fitted before such documents were
 * ranked by all that they say, and part as well since). Questions of another kind may want others.
 */
const fitted = {
  questions: {
    bias: -5.07,
    score: 1.92,
    lead: 1.56,
    unseen: -4.19,
    length: 3.8,
    missing: -2.33,
    foreign: -2.62,
    figure: -1.08,
  },
  texts: {
    bias: -2.91,
    score: 1.11,
    lead: 1.41,
    unseen: -2.48,
    length: 3.14,
    missing: -2.49,
    foreign: -2.73,
    figure: -0.9,
  },
} as const satisfies Record<Basis, Features & { bias: number }>;

/**
 * The least chance for each. Below `weak`, by the subject alone, is an eighth of what cannot be answered, and hardly
 * anything else; below `good` nine in ten, beside three in ten. Without questions of the documents it is less of each: one in
 * 25, and four in five beside two in ten.
 * A doubt costs a sentence in the prompt, which asks who reads the sources to decide; none, an answer beside the point.
 */
export const evidenceBounds = {
  questions: { weak: 0.15, good: 0.75 },
  texts: { weak: 0.15, good: 0.58 },
} as const satisfies Record<Basis, object>;

/** How far one may trust that what was found answers the question. */
export function strengthOf(evidence: Evidence, basis: Basis): Strength {
  const bounds = evidenceBounds[basis];
  // A name alone is about the same, where it is found.
  const hasAll = evidence.named > 0 && evidence.namedThere === evidence.named && evidence.unseen === 0;
  if (chanceOf(evidence, basis, subject) < bounds.weak && !hasAll) return 'none';
  return chanceOf(evidence, basis, featureNames) < bounds.good ? 'weak' : 'good';
}

/**
 * Who asks for one thing of this trade in two words is no less to be trusted than who asks in five. One word of anybody's
 * ("days", "weather") is in many documents that are about something else.
 */
const SHORT = 4;

/** Whether it is about the same. */
const subject = ['score', 'lead', 'unseen', 'length'] as const;
/** And whether it says what is wanted of it. */
export const featureNames = [...subject, 'missing', 'foreign', 'figure'] as const;
type FeatureName = (typeof featureNames)[number];
export type Features = Record<FeatureName, number>;

/** What the chance is reckoned from. */
export function featuresOf(evidence: Evidence): Features {
  const { score, nextScore, concepts, known, unseen, named, namedThere, foreign, figure } = evidence;
  return {
    // Next to nothing is worth less than its share.
    score: Math.log(0.05 + score),
    lead: score - nextScore,
    unseen: unseen / Math.max(1, concepts),
    // The more is asked for, the less of it even a good document has.
    length: Math.log(1 + (known > 0 ? Math.max(SHORT, concepts) : concepts)),
    // Whoever names something wants to know of that: documents that do not mention it answer another question.
    missing: Math.min(3, named - namedThere),
    foreign: foreign > 0 ? 1 : 0,
    // A text may be about a thing and not say that.
    figure: figure ? 1 : 0,
  };
}

function chanceOf(evidence: Evidence, basis: Basis, names: readonly FeatureName[]): number {
  const weights = fitted[basis];
  const features = featuresOf(evidence);
  const sum = names.reduce<number>((sum, name) => sum + weights[name] * features[name], weights.bias);
  return 1 / (1 + Math.exp(-sum));
}
