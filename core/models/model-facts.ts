import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { ConfigError } from '../config.js';
import { checkData, readData } from '../data-file.js';

/** Six decimals at most: then a price is a whole number of picodollars for a token. */
const dollars = z.string().regex(/^\d{1,4}(?:\.\d{1,6})?$/, {
  error: 'must be dollars for a million tokens as quoted text, such as "0.035"',
});
const tokens = z.number().int().min(1).max(100_000_000);

const factsSchema = z.strictObject({
  match: z.string().min(1),
  context: tokens,
  output: tokens,
  tools: z.boolean(),
  cachePoints: z.boolean(),
  images: z.boolean(),
  price: z
    .strictObject({
      input: dollars,
      output: dollars,
      cached: dollars.optional(),
      cacheWrite: dollars.optional(),
    })
    .nullable(),
  regional: z.number().int().min(0).max(100).default(0),
});
const fileSchema = z.strictObject({ models: z.array(factsSchema).min(1) });

/** What each token costs, in picodollars (millionths of a millionth of a US dollar): whole numbers. */
export interface TokenPrices {
  input: number;
  output: number;
  cached: number;
  cacheWrite: number;
}

export interface ModelFacts {
  /** Tokens that prompt and answer may have together. */
  contextTokens: number;
  /** The most tokens an answer may have. */
  outputTokens: number;
  tools: boolean;
  cachePoints: boolean;
  images: boolean;
  /** Null where it is not known. */
  prices: TokenPrices | null;
}

export type FactsOf = (modelId: string) => ModelFacts;

/** Of a model that no entry fits: what every model can do, and no price. */
export const unknownModel: ModelFacts = {
  contextTokens: 8_192,
  outputTokens: 4_096,
  tools: false,
  cachePoints: false,
  images: false,
  prices: null,
};

type Entry = z.output<typeof factsSchema>;

const shipped = new URL('./model-facts.yaml', import.meta.url);

/** The shipped facts; those of `file`, where one is named, come before them. Throws one sentence about what is wrong. */
export function loadModelFacts(file: string | null): FactsOf {
  const entries = [...(file === null ? [] : readEntries(pathToFileURL(file))), ...readEntries(shipped)];
  return (modelId) => {
    const { profile, name } = nameOf(modelId);
    const entry = entries.find(({ match }) => name.startsWith(match));
    return entry ? factsFrom(entry, profile === 'global') : unknownModel;
  };
}

/** `eu.amazon.nova-pro-v1:0` is `amazon.nova-pro-v1:0` by the profile `eu`; an ARN has its id behind the last slash. */
export function nameOf(modelId: string): { profile: string | null; name: string } {
  const id = modelId.slice(modelId.lastIndexOf('/') + 1);
  const [, profile = null, name = id] = /^(us|us-gov|eu|apac|jp|au|ca|sa|global)\.(.+)$/.exec(id) ?? [];
  return { profile, name };
}

function factsFrom({ context, output, price, regional, ...can }: Entry, global: boolean): ModelFacts {
  const { tools, cachePoints, images } = can;
  const percent = 100 + (global ? 0 : regional);
  const each = (text: string) => Math.round((picodollars(text) * percent) / 100);
  const prices = price && {
    input: each(price.input),
    output: each(price.output),
    cached: each(price.cached ?? price.input),
    cacheWrite: each(price.cacheWrite ?? price.input),
  };
  return { contextTokens: context, outputTokens: output, tools, cachePoints, images, prices };
}

/** For one token, of dollars for a million of them: digits are moved, nothing is rounded. */
function picodollars(text: string): number {
  const [whole = '', fraction = ''] = text.split('.');
  return Number(whole + fraction.padEnd(6, '0'));
}

function readEntries(file: URL): Entry[] {
  try {
    return checkData(readData(file), fileSchema, fileURLToPath(file)).models;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`${error.message} Mend it, or name another file in MODEL_FACTS_FILE.`, {
      cause: error,
    });
  }
}
