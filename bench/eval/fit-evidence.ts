import type { Language } from '../../core/domain/message.js';
import { featureNames, featuresOf } from '../../worker/knowledge/evidence.js';
import type { Search } from '../../worker/knowledge/search.js';
import { readCorpus } from './corpus.js';

interface Line {
  question: string;
  language: Language;
  documents: string[];
}

interface Row {
  features: readonly number[];
  answerable: number;
}

const FOLDS = 10;
/** Of what cannot be answered. */
const WANTED = 0.93;

/**
 * `npm run eval -- --fit`: the weights of `worker/knowledge/evidence.ts`, by logistic regression on the tuning questions,
 * and the chance below which so many of those that cannot be answered are, with how many others, by cross-validation.
 */
export async function fitEvidence(search: Search): Promise<string> {
  const rows: Row[] = [];
  const nothingFound = { answerable: 0, others: 0 };
  for (const { question, language, documents } of readCorpus<Line>('tuning/retrieval')) {
    const found = await search({ question, language, labels: [] });
    const answerable = documents.length > 0 ? 1 : 0;
    if (!found) nothingFound[answerable ? 'answerable' : 'others'] += 1;
    else {
      const features = featuresOf(found.evidence);
      rows.push({ features: featureNames.map((name) => features[name]), answerable });
    }
  }
  const { bias, weights } = regress(rows);
  const told = featureNames.map((name, at) => `${name}: ${(weights[at] ?? 0).toFixed(2)}`);
  const unseen = rows.map((row, at) => {
    const others = rows.filter((_, other) => other % FOLDS !== at % FOLDS);
    return { chance: chanceOf(row, regress(others)), answerable: row.answerable };
  });
  const chances = (answerable: number) =>
    unseen
      .filter((row) => row.answerable === answerable)
      .map(({ chance }) => chance)
      .sort((a, b) => a - b);
  const [others, good] = [chances(0), chances(1)];
  const bound = others[Math.ceil(WANTED * (others.length + nothingFound.others)) - nothingFound.others] ?? 1;
  const doubted = good.filter((chance) => chance < bound).length + nothingFound.answerable;
  const share = doubted / (good.length + nothingFound.answerable);
  return `{ bias: ${bias.toFixed(2)}, ${told.join(', ')} }; below ${bound.toFixed(2)} are ${WANTED} of what cannot be answered, and ${share.toFixed(2)} of the others`;
}

function chanceOf(
  { features }: Row,
  { bias, weights }: { bias: number; weights: readonly number[] },
): number {
  return 1 / (1 + Math.exp(-features.reduce((sum, x, at) => sum + x * (weights[at] ?? 0), bias)));
}

/** A light penalty on weights of standardised features: with some 600 lines nothing larger can be told from chance. */
const descent = { steps: 600, rate: 1, penalty: 1 } as const;

function regress(rows: readonly Row[]): { bias: number; weights: number[] } {
  const width = rows[0]?.features.length ?? 0;
  const columns = Array.from({ length: width }, (_, at) => rows.map(({ features }) => features[at] ?? 0));
  const means = columns.map((column) => column.reduce((a, b) => a + b, 0) / column.length);
  const spreads = columns.map(
    (column, at) =>
      Math.sqrt(column.reduce((sum, x) => sum + (x - (means[at] ?? 0)) ** 2, 0) / column.length) || 1,
  );
  const standard = rows.map(({ features }) =>
    features.map((x, at) => (x - (means[at] ?? 0)) / (spreads[at] ?? 1)),
  );
  const weights = new Array<number>(width).fill(0);
  let bias = 0;
  for (let step = 0; step < descent.steps; step++) {
    const errors = standard.map((row, index) => {
      const sum = row.reduce((total, x, at) => total + x * (weights[at] ?? 0), bias);
      return 1 / (1 + Math.exp(-sum)) - (rows[index]?.answerable ?? 0);
    });
    for (let at = 0; at < width; at++) {
      const slope = standard.reduce((sum, row, index) => sum + (row[at] ?? 0) * (errors[index] ?? 0), 0);
      weights[at] =
        (weights[at] ?? 0) - (descent.rate * (slope + descent.penalty * (weights[at] ?? 0))) / rows.length;
    }
    bias -= (descent.rate * errors.reduce((a, b) => a + b, 0)) / rows.length;
  }
  const scaled = weights.map((weight, at) => weight / (spreads[at] ?? 1));
  return { weights: scaled, bias: scaled.reduce((sum, weight, at) => sum - weight * (means[at] ?? 0), bias) };
}
