import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { digestOf, readData } from '../../core/data-file.js';
import { checkIntentFile, type IntentFile } from './intent-file.js';
import { BUCKETS, type TrainedIntents, trainIntents } from './intent-model.js';

/*
 * Training on the intent file takes most of a second, which every start of a worker would spend: the build does it
 * once, and leaves beside the file what came out. Where that is of another file, because somebody has edited
 * this one, it is done again here.
 */

export interface Intents {
  file: Omit<IntentFile, 'examples'>;
  /** A few examples of each intent, for a model to read. */
  samples: Record<string, string[]>;
  trained: TrainedIntents;
}

const source = new URL('./intents.yaml', import.meta.url);
const compiled = new URL('./intents.json', import.meta.url);
const numbers = new URL('./intents.bin', import.meta.url);

interface Compiled {
  /** Of the intent file. */
  digest: string;
  names: string[];
  words: string[];
  file: Intents['file'];
  samples: Intents['samples'];
}

/** Of an intent, in each language. */
export const SAMPLES = 4;

/** The shipped intents. Throws one sentence that says where the file is wrong. */
export function loadIntents(): Intents {
  const yaml = readFileSync(source);
  if (!existsSync(compiled)) return trainOn(readData(source));
  const { digest, names, words, file, samples }: Compiled = JSON.parse(readFileSync(compiled, 'utf8'));
  const bytes = readFileSync(numbers);
  const isWhole = bytes.byteLength === 4 * (BUCKETS + (BUCKETS + 1) * names.length);
  if (digest !== digestOf(yaml) || !isWhole) return trainOn(readData(source));
  const floats = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const [rarity, weights] = [floats.subarray(0, BUCKETS), floats.subarray(BUCKETS)];
  return { file, samples, trained: { names, words, rarity, weights } };
}

export function trainOn(content: unknown): Intents {
  const { examples, ...file } = checkIntentFile(content, fileURLToPath(source));
  // What nobody asks for in words of his own cannot be learned, and is not guessed.
  const said = Object.entries(examples).filter(([, { en, fr }]) => en.length + fr.length > 0);
  const texts = said.map(([name, { en, fr }]) => [name, [...en, ...fr]]);
  const samples = said.map(([name, { en, fr }]) => [
    name,
    [...en.slice(0, SAMPLES), ...fr.slice(0, SAMPLES)],
  ]);
  return {
    file,
    samples: Object.fromEntries(samples),
    trained: trainIntents(Object.fromEntries(texts), file.vocabulary),
  };
}

/** Part of the build. */
export function compileIntents(): void {
  const yaml = readFileSync(source);
  const { file, samples, trained } = trainOn(readData(source));
  const { names, words, rarity, weights } = trained;
  const content: Compiled = { digest: digestOf(yaml), names, words, file, samples };
  writeFileSync(numbers, Buffer.concat([rarity, weights].map(({ buffer }) => Buffer.from(buffer))));
  writeFileSync(compiled, JSON.stringify(content));
}
