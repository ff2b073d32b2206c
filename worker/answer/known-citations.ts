import type { TextStage } from './text-stage.js';

/** Longest mark that is looked at: a dozen sources in one pair of brackets. */
export const MAX_MARK_CHARACTERS = 40;

const BEGUN = /^ ?\[(?:\d[\d,; ]*)?$/;
const MARK = /^( ?)\[(\d{1,3}(?:\s?[,;]\s?\d{1,3})*)\]$/;

export interface KnownCitations extends TextStage {
  /** Numbers that were taken out. */
  readonly removed: number;
}

/**
 * Takes out citations of sources that the prompt did not have: `[7]`, and of `[1, 7]` the 7. A mark is kept back until
 * its bracket closes, and the blank before it with it, so that what is streamed is what is recorded. Code and links,
 * `[1](…)`, stay as they are.
 */
export function createKnownCitations(isKnown: (number: number) => boolean): KnownCitations {
  let removed = 0;
  let held = '';
  /** Backticks that opened the code in which the text is; none outside. */
  let code = 0;
  let ticks = 0;

  const countTicks = (character: string) => {
    if (character === '`') {
      ticks += 1;
      return;
    }
    if (ticks > 0) {
      if (code === 0) code = ticks;
      else if (ticks === code || (code >= 3 && ticks >= 3)) code = 0;
      ticks = 0;
    }
    // Code within a line ends with it at the latest.
    if (character === '\n' && code < 3) code = 0;
  };
  /** What of the text may go on when this character has come. */
  const take = (character: string): string => {
    if (held.endsWith(']')) {
      const mark = held;
      held = '';
      return (character === '(' ? mark : without(mark)) + take(character);
    }
    countTicks(character);
    if (code > 0 || ticks > 0) return flush() + character;
    if (held === '') {
      if (character !== ' ' && character !== '[') return character;
      held = character;
      return '';
    }
    const longer = held + character;
    if (character === ']' && MARK.test(longer)) return close(longer);
    if (longer.length <= MAX_MARK_CHARACTERS && BEGUN.test(longer)) {
      held = longer;
      return '';
    }
    const before = flush();
    if (character !== ' ' && character !== '[') return before + character;
    held = character;
    return before;
  };
  const flush = () => {
    const text = held;
    held = '';
    return text;
  };
  const numbersOf = (mark: string) => (MARK.exec(mark)?.[2] ?? '').split(/[,;]/).map(Number);
  const close = (mark: string): string => {
    const numbers = numbersOf(mark);
    if (numbers.every(isKnown)) {
      held = '';
      return mark;
    }
    // A link may follow.
    held = mark;
    return '';
  };
  const without = (mark: string): string => {
    const numbers = numbersOf(mark);
    const right = numbers.filter(isKnown);
    removed += numbers.length - right.length;
    return right.length === 0 ? '' : `${mark.startsWith(' ') ? ' ' : ''}[${right.join(', ')}]`;
  };

  return {
    push: (text) => Array.from(text, take).join(''),
    end: () => {
      const rest = flush();
      return rest.endsWith(']') ? without(rest) : rest;
    },
    get removed() {
      return removed;
    },
  };
}
