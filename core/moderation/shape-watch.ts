import type { Finding, Watch } from './finding.js';

/** A part of a row of characters: one of these texts, the longest that stands there, or so many of a class. */
export type ShapePart =
  | { texts: readonly string[] }
  /** `mixed`: letters and digits, as in a password that is not a word. */
  | { of: RegExp; least: number; most: number; mixed: boolean };

/**
 * What a secret looks like. It is known as soon as its last part has as many characters as it needs, and each part begins
 * where the one before it cannot go on: so nothing is looked at twice.
 */
export interface ShapeRule extends Omit<Finding, 'start'> {
  /** The first is a text. */
  parts: readonly ShapePart[];
  /** Its texts are in lower case, and stand for both. */
  anyCase: boolean;
  /** Also where a word has begun already. */
  insideWords?: boolean;
  /** Texts, in lower case, that show that it is an example. */
  except: readonly string[];
}

/** Longest row of characters that is looked at. */
export const MAX_SHAPE_CHARACTERS = 300;

interface Begun {
  rule: ShapeRule;
  start: number;
  text: string;
  part: number;
  /** Where in `text` that part begins. */
  from: number;
}

type StartsBy = ReadonlyMap<string, readonly ShapeRule[]>;
const upper = (letter: string) => letter.toUpperCase();

/** By the first character. */
export function indexShapes(rules: readonly ShapeRule[]): StartsBy {
  const index = new Map<string, ShapeRule[]>();
  for (const rule of rules) {
    const [first] = rule.parts;
    if (!first || !('texts' in first)) throw new RangeError(`${rule.rule} must begin with a text`);
    const letters = first.texts.map((text) => text.charAt(0));
    for (const letter of new Set([...letters, ...(rule.anyCase ? letters.map(upper) : [])]))
      index.set(letter, [...(index.get(letter) ?? []), rule]);
  }
  return index;
}

/** Looks for rows of characters as a text comes. */
export function createShapeWatch(index: StartsBy): Watch {
  let read = 0;
  let begun: Begun[] = [];
  let finding: Finding | null = null;
  let inWord = false;

  /** Its part is complete before `at`. False when it was the last one. */
  const next = (one: Begun, at: number): boolean => {
    one.part += 1;
    one.from = at;
    if (one.part < one.rule.parts.length) return true;
    const { category, rule, severity, except } = one.rule;
    const text = one.text.toLowerCase();
    if (!except.some((example) => text.includes(example)))
      finding ??= { category, rule, severity, start: one.start };
    return false;
  };
  /** Whether it goes on with the last character of its text. */
  const goesOn = (one: Begun): boolean => {
    const part = one.rule.parts[one.part];
    const { length } = one.text;
    if (!part || length > MAX_SHAPE_CHARACTERS) return false;
    const last = one.part === one.rule.parts.length - 1;
    if ('texts' in part) {
      const written = one.rule.anyCase ? one.text.slice(one.from).toLowerCase() : one.text.slice(one.from);
      const open = part.texts.filter((text) => text.startsWith(written));
      if (open.length > 0) return last && open.includes(written) ? next(one, length) : true;
      return part.texts.includes(written.slice(0, -1)) && next(one, length - 1) && goesOn(one);
    }
    const count = length - one.from;
    if (count <= part.most && part.of.test(one.text.charAt(length - 1)))
      return last && isEnough(one.text.slice(one.from), part) ? next(one, length) : true;
    return isEnough(one.text.slice(one.from, -1), part) && next(one, length - 1) && goesOn(one);
  };

  return {
    push: (text) => {
      for (const character of text) {
        const letter = isLetter(character);
        const rules = index.get(character);
        for (const rule of rules ?? []) {
          if (inWord && letter && !rule.insideWords) continue;
          begun.push({ rule, start: read, text: '', part: 0, from: 0 });
        }
        read += character.length;
        inWord = letter;
        if (begun.length === 0) continue;
        for (const one of begun) one.text += character;
        begun = begun.filter(goesOn);
      }
    },
    end: () => undefined,
    get finding() {
      return finding;
    },
    get heldFrom() {
      return begun.length === 0 ? null : Math.min(...begun.map(({ start }) => start));
    },
  };
}

function isLetter(character: string): boolean {
  return (
    (character >= 'a' && character <= 'z') ||
    (character >= 'A' && character <= 'Z') ||
    (character >= '0' && character <= '9')
  );
}

function isEnough(text: string, { least, mixed }: { least: number; mixed: boolean }): boolean {
  return text.length >= least && (!mixed || (/[a-z]/i.test(text) && /\d/.test(text)));
}
