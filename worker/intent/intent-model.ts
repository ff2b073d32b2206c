import { foldWord } from '../../core/text/fold-word.js';
import { type Word, wordsOf } from './words.js';

/**
 * Softmax regression over words, pairs of words and groups of letters: it generalises from a few dozen examples of
 * each intent to words that are in none of them, and letters forgive typing errors. Trained from the
 * intent file alone, and the same each time: the examples are taken in turns and nothing is drawn by lot.
 */
export interface IntentModel {
  /** Looks at the first and the last `EDGE_WORDS` words of the text. */
  predict(words: readonly Word[]): Guess;
}

/** The likeliest intent with its probability, and that of each. */
export interface Guess {
  name: string;
  probability: number;
  chanceOf(name: string): number;
  /** How many of its words are in any example: of none it knows nothing. */
  knownWords: number;
}

/** A long message says at its beginning or at its end what is wanted. */
export const EDGE_WORDS = 100;
export const BUCKETS = 2 ** 16;
/** A smaller step of a weight costs time and changes nothing. */
const training = { epochs: 7, rate: 4, smallestStep: 0.01 } as const;
/** What a feature counts beside a word, and how long groups of letters are. */
const features = { pair: 0.4, list: 1.5, letters: 0.6, from: 3, to: 4 } as const;

/** A text as numbers: buckets, and how much each counts. */
interface Features {
  buckets: Uint32Array;
  values: Float32Array;
}

/** What training leaves. Both arrays are of `BUCKETS` and of one more bucket for every text. */
export interface TrainedIntents {
  names: string[];
  /** Of the examples, folded. */
  words: string[];
  rarity: Float32Array;
  /** Bucket by bucket, one for each name. */
  weights: Float32Array;
}

/**
 * @param examples of each intent
 * @param vocabulary lists of words that mean alike; a list is one thing to learn, whichever of its words is said
 */
export function trainIntents(
  examples: Readonly<Record<string, readonly string[]>>,
  vocabulary: Readonly<Record<string, readonly string[]>>,
): TrainedIntents {
  const listsOf = createWordLists(vocabulary);
  const names = Object.keys(examples);
  const counted = inTurns(names.map((name) => examples[name] ?? [])).map(({ text, label }) => {
    const words = wordsOf(text);
    return { label, counts: countFeatures(words, listsOf), words: words.map(({ folded }) => folded) };
  });
  const rarity = rarityOf(counted.map(({ counts }) => counts));
  const words = [...new Set(counted.flatMap(({ words }) => words))];
  const trained = { names, words, rarity, weights: new Float32Array((BUCKETS + 1) * names.length) };
  const { weights } = trained;
  const rows = counted.map(({ label, counts }) => ({ label, marks: weigh(counts, rarity) }));
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    const rate = training.rate * (1 - (0.9 * epoch) / training.epochs);
    for (const { label, marks } of rows) {
      const chances = chancesOf(marks, trained);
      for (let index = 0; index < names.length; index++) {
        const step = rate * ((chances[index] ?? 0) - (index === label ? 1 : 0));
        if (Math.abs(step) < training.smallestStep) continue;
        marks.buckets.forEach((bucket, at) => {
          const place = bucket * names.length + index;
          weights[place] = (weights[place] ?? 0) - step * (marks.values[at] ?? 0);
        });
      }
    }
  }
  return trained;
}

export function createIntentModel(
  trained: TrainedIntents,
  vocabulary: Readonly<Record<string, readonly string[]>>,
): IntentModel {
  const listsOf = createWordLists(vocabulary);
  const { names, rarity } = trained;
  const known = new Set(trained.words);
  return {
    predict: (words) => {
      const chances = chancesOf(weigh(countFeatures(edges(words), listsOf), rarity), trained);
      const best = chances.indexOf(Math.max(...chances));
      return {
        name: names[best] ?? '',
        probability: chances[best] ?? 0,
        chanceOf: (name) => chances[names.indexOf(name)] ?? 0,
        knownWords: words.filter(({ folded }) => known.has(folded)).length,
      };
    },
  };
}

/** Softmax of what the features add up to for each intent. */
function chancesOf({ buckets, values }: Features, { names, weights }: TrainedIntents): Float64Array {
  const sums = new Float64Array(names.length);
  for (let at = 0; at < buckets.length; at++) {
    const offset = (buckets[at] ?? 0) * sums.length;
    const value = values[at] ?? 0;
    for (let index = 0; index < sums.length; index++)
      sums[index] = (sums[index] ?? 0) + (weights[offset + index] ?? 0) * value;
  }
  const most = Math.max(...sums);
  const shares = sums.map((sum) => Math.exp(sum - most));
  const total = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / total);
}

/** One of each in turns, so that no intent has the last word of an epoch. */
function inTurns(lists: readonly (readonly string[])[]): { text: string; label: number }[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, round) =>
    lists.flatMap((list, label) => {
      const text = list[round];
      return text === undefined ? [] : [{ text, label }];
    }),
  ).flat();
}

function edges(words: readonly Word[]): readonly Word[] {
  if (words.length <= 2 * EDGE_WORDS) return words;
  return [...words.slice(0, EDGE_WORDS), ...words.slice(-EDGE_WORDS)];
}

/** What is in the text, each feature once, by its bucket. */
function countFeatures(
  words: readonly Word[],
  listsOf: (folded: string) => readonly string[],
): Map<number, number> {
  const counts = new Map<number, number>();
  const put = (feature: string, weight: number) => {
    const bucket = hash(feature);
    if ((counts.get(bucket) ?? 0) < weight) counts.set(bucket, weight);
  };
  let before = '^';
  for (const { folded } of words) {
    put(`w${folded}`, 1);
    for (const list of listsOf(folded)) put(`@${list}`, features.list);
    put(`p${before} ${folded}`, features.pair);
    before = folded;
    const padded = `_${folded}_`;
    for (let size: number = features.from; size <= features.to; size++) {
      for (let at = 0; at + size <= padded.length; at++)
        put(`l${padded.slice(at, at + size)}`, features.letters);
    }
  }
  put(`p${before} $`, features.pair);
  put(`n${Math.round(2 * Math.log2(words.length + 1))}`, 1);
  return counts;
}

/** By whole words and by beginnings, as patterns read them. */
function createWordLists(
  vocabulary: Readonly<Record<string, readonly string[]>>,
): (folded: string) => readonly string[] {
  const whole = new Map<string, string[]>();
  const beginnings = new Map<string, string[]>();
  for (const [list, words] of Object.entries(vocabulary)) {
    for (const word of words) {
      const map = word.endsWith('*') ? beginnings : whole;
      const key = foldWord(word.replace(/\*$/, ''));
      map.set(key, [...(map.get(key) ?? []), list]);
    }
  }
  const sizes = [...new Set([...beginnings.keys()].map((key) => key.length))];
  return (folded) => [
    ...(whole.get(folded) ?? []),
    ...sizes.flatMap((size) => (size <= folded.length ? (beginnings.get(folded.slice(0, size)) ?? []) : [])),
  ];
}

/** The rarer a feature is among the examples, the more it says; one that is in none of them says nothing. */
function rarityOf(texts: readonly Map<number, number>[]): Float32Array {
  const found = new Float32Array(BUCKETS);
  for (const text of texts) for (const bucket of text.keys()) found[bucket] = (found[bucket] ?? 0) + 1;
  return found.map((count) => (count === 0 ? 0 : Math.log((1 + texts.length) / (1 + count)) + 1));
}

/** Of length one, whatever the length of the text; and the bucket that is in every text. */
function weigh(counts: ReadonlyMap<number, number>, rarity: Float32Array): Features {
  const buckets = new Uint32Array(counts.size + 1);
  const values = new Float32Array(counts.size + 1);
  let at = 0;
  let squares = 0;
  for (const [bucket, count] of counts) {
    const value = count * (rarity[bucket] ?? 0);
    buckets[at] = bucket;
    values[at] = value;
    squares += value * value;
    at += 1;
  }
  const length = Math.sqrt(squares) || 1;
  for (let index = 0; index < at; index++) values[index] = (values[index] ?? 0) / length;
  buckets[at] = BUCKETS;
  values[at] = 0.1;
  return { buckets, values };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 15)) & (BUCKETS - 1);
}
