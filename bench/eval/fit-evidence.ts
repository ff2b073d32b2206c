import type { Language } from '../../core/domain/message.js';
import { type Evidence, lengthOf } from '../../worker/knowledge/evidence.js';
import type { Search } from '../../worker/knowledge/search.js';
import { readCorpus } from './corpus.js';

interface Line {
  question: string;
  language: Language;
  documents: string[];
}

/** What `worker/knowledge/evidence.ts` knows of a question, as numbers. */
function featuresOf(evidence: Evidence): number[] {
  const { score, nextScore, concepts, unseen, named, namedThere } = evidence;
  return [
    score,
    score - nextScore,
    unseen / Math.max(1, concepts),
    lengthOf(evidence),
    namedThere < named ? 1 : 0,
  ];
}

/** `npm run eval -- --fit`: the weights of `evidence.ts`, by logistic regression on the tuning questions. */
export async function fitEvidence(search: Search): Promise<string> {
  const lines = readCorpus<Line>('tuning/retrieval');
  const rows: { features: number[]; answerable: number }[] = [];
  for (const { question, language, documents } of lines) {
    const found = await search({ question, language, labels: [] });
    if (found) rows.push({ features: featuresOf(found.evidence), answerable: documents.length > 0 ? 1 : 0 });
  }
  const { bias, weights } = regress(rows);
  const [score, lead, unseen, length, stranger] = weights.map((weight) => weight.toFixed(2));
  return `bias ${bias.toFixed(2)}, score ${score}, lead ${lead}, unseen ${unseen}, length ${length}, stranger ${stranger}`;
}

/** A light penalty on weights of standardised features: with 320 lines nothing larger can be told from chance. */
const descent = { steps: 3_000, rate: 0.1, penalty: 1 } as const;

function regress(rows: readonly { features: number[]; answerable: number }[]) {
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
