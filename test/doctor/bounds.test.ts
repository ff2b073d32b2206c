import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bounds } from '../../doctor/bounds.js';

/** Numbers that bound nothing: marks in a text, weights and thresholds of a ranking, places on a screen. */
const notBounds = new Set([
  'ALIKE',
  'ASKED_ALONE',
  'ASKED_FACTOR',
  'BACKSLASH',
  'CENT_PLACES',
  'CHECKSUM_BYTES',
  'CHUNKING_VERSION',
  'DIMENSIONS',
  'EMBED_LOCK',
  'EXCLAIMED',
  'FALLBACK_CONFIDENCE',
  'FENCE',
  'FEWEST_PAGES',
  'FIRST_WORDS',
  'FOLLOW_UP_WORDS',
  'FULL_SCORE',
  'GAP_PX',
  'HEADING_RATIO',
  'HIGH_FRUSTRATION',
  'HOURS_PER_MONTH',
  'KNOWN_FACTOR',
  'LAST_SEQUENCE',
  'LEAST_CHARACTERS',
  'LEAST_STEM_LETTERS',
  'MARGIN_PX',
  'MAX_HEIGHT_PX',
  'MESSAGE_PARTITIONS',
  'MIGRATION_LOCK',
  'MIN_PREFIX',
  'MIN_SHARE_OF_BEST',
  'MOST_FILLERS',
  'NAME_DIGITS',
  'NEAR_PX',
  'OPPOSITE_WEIGHT',
  'OTHER_LANGUAGE_SHARE',
  'OWN_LANGUAGE_SHARE',
  'PARAGRAPH_GAP',
  'PATTERN_CONFIDENCE',
  'POINTING_WORDS',
  'ONCE_MORE',
  'PRELUDE_BYTES',
  'PREPARE_LOCK',
  'PRICE_PLACES',
  'PRIOR_WEIGHT',
  'PRODUCT_PLACES',
  'QUANTITY_PLACES',
  'QUOTE',
  'RANK_CONSTANT',
  'SHORT',
  'SHOWN_SHARE',
  'SHOWN',
  'STEM_CHARACTERS',
  'STEM_LETTERS',
  'SURE_SCORE',
  'SURE_SHARE',
  'SURE_WORDS',
  'TEXT_HEADER',
  'UNASKED_SHARE',
  'LISTED_SHARE',
  'UNSEEN_SHARE',
  'WORKER_METRICS_PORT',
]);

/** Constants of a module that are numbers, and objects of numbers that by their name, or a key's, are bounds. */
const number = /^(?:export )?const ([A-Z][A-Z\d_]*)(?:: \w+)? = -?[\d(]/gm;
const object = /^(?:export )?const (\w+)(?:: \w+)? = (\{.*\}|\{[\s\S]*?^\})/gm;
const boundByName = /(?:Limits|Timers|Times|Gaps|Ms|Budget)$/;
const boundByKey = /\w(?:Ms|Seconds|Minutes|Hours|Bytes|Characters|Attempts)\b\??: *[\d(]/;

function boundsIn(source: string): string[] {
  const objects = [...source.matchAll(object)].filter(
    ([, name = '', body = '']) => /: *[\d(]/.test(body) && (boundByName.test(name) || boundByKey.test(body)),
  );
  return [...source.matchAll(number), ...objects].map(([, name = '']) => name);
}

const sources = ['core', 'server', 'worker', 'client', 'doctor', 'migrations']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
  .filter((path) => /\.tsx?$/.test(path));

describe('the table of bounds', () => {
  test.each(sources)('holds every bound of %s', (path) => {
    const here = bounds.filter(({ where }) => where === path).map(({ name }) => name.split('.')[0]);
    const missing = boundsIn(readFileSync(path, 'utf8')).filter(
      (name) => !here.includes(name) && !notBounds.has(name),
    );
    expect(missing).toEqual([]);
  });

  test('recognises a bound, whether it is a number or an object of numbers', () => {
    const source = [
      'const WAIT_MS = 2_000;',
      'export const SIZE: number = (4 * 1_024);',
      'export const pageLimits = { rows: 50 } as const;',
      'const pauses = {',
      '  /** Why. */',
      '  longMs: 500,',
      '} as const;',
      "const words = { one: 'un' };",
    ].join('\n');
    expect(boundsIn(source)).toEqual(['WAIT_MS', 'SIZE', 'pageLimits', 'pauses']);
  });

  test('names only constants that stand where it says', () => {
    const wrong = bounds.filter(({ where, name }) => {
      const [constant = '', ...keys] = name.split('.');
      const text = readFileSync(where, 'utf8');
      return ![constant, ...keys].every((word) => new RegExp(`\\b${word}\\b`).test(text));
    });
    expect(wrong).toEqual([]);
  });

  test('says of each one what it bounds and why it is that number, once', () => {
    for (const { value, what, why } of bounds) {
      expect(Number.isFinite(value)).toBe(true);
      expect(what).toMatch(/^\S.*[^.]$/);
      expect(why).toMatch(/^[A-Z\d].*\.$/);
    }
    const names = bounds.map(({ where, name }) => `${where} ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
