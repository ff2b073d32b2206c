import { beginsCitation, NO_SOURCE, readCitation } from '../../core/text/citation.js';
import { createCodeReader } from './code-reader.js';
import type { TextStage } from './text-stage.js';

export interface KnownCitations extends TextStage {
  /** Numbers that were taken out because nothing has them. */
  readonly removed: number;
  /** Whether the text says that no source answers all of it. */
  readonly leavesOpen: boolean;
}

/** Neither a sign of a citation or link nor one of those that the code reader knows. */
const PLAIN = /[^\s[\]()`~>]+/y;

/**
 * Takes out citations of sources that the prompt did not have: `[7]`, and of `[1, 7]` the 7; and `[0]`. A mark is kept back until
 * its bracket closes, and the blank before it with it, so that what is streamed is what is recorded. Code and links,
 * `[1](…)`, stay as they are, and so does what stands directly behind a letter or a digit, `items[7]`, or behind other
 * brackets: it is no citation, or nobody can tell. Only `[0]` is a mark behind a letter too, where a sentence ends with it.
 */
export function createKnownCitations(isKnown: (number: number) => boolean): KnownCitations {
  let removed = 0;
  let leavesOpen = false;
  /** A mark that has begun, and the blank before it. */
  let blank = '';
  let mark = '';
  /** It stands directly behind a letter, and the sign behind it that may end the sentence. */
  let isBehindWord = false;
  let stop = '';
  const code = createCodeReader();
  /** The character or the word before, and whether a citation ends with it. */
  let last = '';
  let isBehindCitation = false;

  const flush = () => {
    const text = blank + mark + stop;
    blank = '';
    mark = '';
    stop = '';
    return text;
  };
  const without = () => {
    leavesOpen ||= mark === NO_SOURCE;
    const numbers = readCitation(mark) ?? [];
    const right = numbers.filter(isKnown);
    removed += numbers.length - right.length;
    if (right.length === numbers.length && mark !== NO_SOURCE) return flush();
    const left = right.length === 0 ? stop : `${blank}[${right.join(', ')}]`;
    flush();
    return left;
  };
  const mayOpen = () => last !== ']' || isBehindCitation;
  const mayGoOn = (longer: string) =>
    isBehindWord ? longer !== NO_SOURCE && NO_SOURCE.startsWith(longer) : beginsCitation(longer);
  /** Of a mark that is whole, by the character behind it. */
  const decided = (character: string): string => {
    if (character === '(') return flush();
    if (!isBehindWord) return without();
    return character === '\n' || (stop !== '' && /\s/.test(character)) ? without() : flush();
  };

  /** What may go on when this character has come, outside of code. */
  const inProse = (character: string): string => {
    if (mark !== '') {
      const longer = mark + character;
      if (mayGoOn(longer)) {
        mark = longer;
        return '';
      }
      const isCitation = character === ']' && !isBehindWord;
      const numbers = longer === NO_SOURCE ? [0] : isCitation ? readCitation(longer) : null;
      if (numbers) {
        mark = longer;
        isBehindCitation = true;
        // A link may follow.
        return numbers.every(isKnown) ? flush() : '';
      }
    }
    if (character === ']') isBehindCitation = false;
    const before = mark === '' && character === '[' ? '' : flush();
    if (character === '[' && mayOpen()) {
      mark = character;
      isBehindWord = /[\p{L}\p{N}]$/u.test(last);
    } else if (/[ \u00a0\u202f]/.test(character)) blank = character;
    else return before + flush() + character;
    return before;
  };
  const take = (character: string): string => {
    const isWhole = mark.endsWith(']');
    if (isWhole && isBehindWord && stop === '' && /[.!?]/.test(character)) {
      stop = character;
      last = character;
      return '';
    }
    const whole = isWhole ? decided(character) : '';
    const rest = code.isCode(character) ? flush() + character : inProse(character);
    last = character;
    return whole + rest;
  };
  /** Most of a text: nothing in it opens or closes anything. */
  const takePlain = (word: string): string => {
    code.skip();
    last = word;
    return flush() + word;
  };

  return {
    push: (text) => {
      let passed = '';
      for (let at = 0; at < text.length; ) {
        PLAIN.lastIndex = at;
        const [plain] = (mark === '' && PLAIN.exec(text)) || [];
        const next = plain ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
        passed += plain ? takePlain(plain) : take(next);
        at += next.length;
      }
      return passed;
    },
    end: () => (mark.endsWith(']') ? without() : flush()),
    get removed() {
      return removed;
    },
    get leavesOpen() {
      return leavesOpen;
    },
  };
}
