import { foldWord } from '../text/fold-word.js';

/** A word as rules compare it. */
export interface ReadWord {
  /** How it may be meant: as it stands, and with digits and signs taken for the letters they look like. Lower case, no accents. */
  forms: string[];
  /** Where it begins, in UTF-16 units of the whole text. */
  start: number;
  /** Where it stands in a text of words alone, with one character between two of them: padding makes nothing longer. */
  from: number;
  to: number;
  /** The first characters between it and the word before, and how many show: blanks in a row count as one. */
  apart: string;
  gap: number;
  /** A sentence has ended before it. */
  opens: boolean;
}

/**
 * Reads words from a text that comes in pieces; how it is cut makes no difference. What people use to slip past a list
 * of words is undone here: accents, letters of other alphabets that look alike, signs that do not show, digits for
 * letters, letters that are repeated three times or more. Each character is looked at once.
 */
export interface WordReader {
  push(text: string): void;
  /** The text has ended, and its last word with it. */
  end(): void;
  /** So far, in the text of words alone. */
  readonly read: number;
  /** What shows since the last word that has ended, up to the one that has begun. */
  readonly gap: number;
  /** The word that has begun and may go on; null between words. */
  readonly begun: { beginnings: string[]; start: number } | null;
}

/** A longer run of letters is no word: it is compared with nothing. */
export const MAX_WORD_CHARACTERS = 64;
/** Of what stands between two words, so much is told. */
export const MAX_APART_CHARACTERS = 4;
/** Repeated letters of a word of which each is tried alone and doubled. */
export const MAX_REPEATS = 3;

/** Signs that do not show, and marks on letters. */
const UNSEEN = /[\p{Cf}\p{M}]/u;
const LETTER = /[\p{L}\p{N}]/u;
/** Most of a text: read as a row. */
const ASCII_LETTERS = /[a-z0-9]+/iy;
/** What may stand between the end of a sentence and the blank after it. */
const CLOSING = /["'”’»)\]*_]/;
/** Signs that stand for letters, inside a word only. */
const SIGNS = '@$!';
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const otherAlphabets = new Map(
  [...zip('асеорхуіјѕһԁԛԝвкмнтгп', 'aceopxyijshdqwbkmhtrn'), ...zip('αβεικνορτυχω', 'abeiknoptyxw')].map(
    ([from, to]) => [from, to] as const,
  ),
);

function* zip(from: string, to: string): Generator<[string, string]> {
  const letters = [...to];
  for (const [index, letter] of [...from].entries()) yield [letter, letters[index] ?? ''];
}

export function createWordReader(onWord: (word: ReadWord) => void): WordReader {
  let at = 0;
  let word = '';
  let start = 0;
  let from = 0;
  let to = 0;
  /** A sign that is a letter if another one follows. */
  let sign = '';
  /** What stands before: a word, a letter alone, or a sign. */
  let ended = '';
  let opens = true;
  let apart = '';
  let gap = 0;
  let isBlank = false;

  const close = () => {
    if (word !== '') {
      onWord({ forms: formsOf(word), start, from, to, apart, gap, opens });
      // "k. i. l. l." is one word and not four sentences.
      ended = word.length === 1 ? 'letter' : 'word';
      opens = false;
      apart = '';
      gap = 0;
      isBlank = false;
    }
    word = '';
    sign = '';
  };
  const part = (character: string) => {
    if (apart.length < MAX_APART_CHARACTERS) apart += character;
    const wasBlank = isBlank;
    isBlank = character.trim() === '';
    if (!(isBlank && wasBlank)) gap += 1;
    if (ended === 'letter' || opens || CLOSING.test(character)) return;
    if (character === '\n' ? /[\n.!?…]/.test(ended) : character === ' ' && /[.!?…]/.test(ended)) opens = true;
    ended = character;
  };
  /** Letters of ASCII, or one other. */
  const readLetters = (letters: string) => {
    if (word === '') {
      start = at;
      from = ++to;
    }
    to += sign.length + (isAscii(letters) ? letters.length : 1);
    if (word.length <= MAX_WORD_CHARACTERS) word += sign + fold(letters);
    sign = '';
    at += letters.length;
  };
  const readOther = (character: string) => {
    if (isUnseen(character)) {
      // As if it were not there.
    } else if (word !== '' && sign === '' && SIGNS.includes(character)) {
      sign = character;
    } else {
      const last = sign;
      close();
      if (last !== '') part(last);
      part(character);
    }
    at += character.length;
  };

  return {
    push: (text) => {
      for (let place = 0; place < text.length; ) {
        ASCII_LETTERS.lastIndex = place;
        const [letters] = ASCII_LETTERS.exec(text) ?? [];
        const next = letters ?? String.fromCodePoint(text.codePointAt(place) ?? 0);
        if (letters || isOtherLetter(next)) readLetters(next);
        else readOther(next);
        place += next.length;
      }
    },
    end: close,
    get read() {
      return to;
    },
    get gap() {
      return gap;
    },
    get begun() {
      return word === '' ? null : { beginnings: beginningsOf(word), start };
    },
  };
}

/** What is not one of {@link ASCII_LETTERS}. */
function isOtherLetter(character: string): boolean {
  return !isAscii(character) && LETTER.test(character);
}

/** By its first unit: a row is all ASCII, or one other character. */
function isAscii(text: string): boolean {
  return text < '\x80';
}

function isUnseen(character: string): boolean {
  return !isAscii(character) && UNSEEN.test(character);
}

function fold(letters: string): string {
  if (isAscii(letters)) return letters.toLowerCase();
  const folded = foldWord(letters.normalize('NFKD'));
  return otherAlphabets.get(folded) ?? folded;
}

/** As it stands first. Of digits alone nothing else is meant. */
export function formsOf(word: string): string[] {
  if (word.length > MAX_WORD_CHARACTERS) return [];
  const forms = /\p{L}/u.test(word) ? meantBy(word) : [word];
  return repeats(word) ? [...forms, ...forms.flatMap((form) => withoutRepeats(form))] : forms;
}

/** "killlll" is "kil" and "kill": of a letter that stands there three times or more, one is meant or two. */
function withoutRepeats(word: string, runs: number = MAX_REPEATS): string[] {
  const run = /(.)\1{2,}/u.exec(word);
  if (!run) return [word];
  const [repeated, letter = ''] = run;
  const before = word.slice(0, run.index);
  const rest = withoutRepeats(word.slice(run.index + repeated.length), runs - 1);
  const meant = runs > 0 ? [letter, letter + letter] : [letter];
  return meant.flatMap((letters) => rest.map((end) => before + letters + end));
}

/** What a word may become of which this much is written; each is the beginning of what a longer one may become. */
export function beginningsOf(word: string): string[] {
  return word.length > MAX_WORD_CHARACTERS ? [] : meantBy(word);
}

/** With letters for digits and signs. `1` may be an i or an l. */
function meantBy(word: string): string[] {
  if (!/[0-9@$!]/.test(word)) return [word];
  const plain = word.replace(/[0-9@$!]/g, (sign) => LOOKS_LIKE[sign] ?? sign);
  return [word, plain.replaceAll('1', 'i'), ...(plain.includes('1') ? [plain.replaceAll('1', 'l')] : [])];
}

/** Whether a letter stands there three times in a row. */
function repeats(word: string): boolean {
  for (let place = 2; place < word.length; place++) {
    if (word[place] === word[place - 1] && word[place] === word[place - 2]) return true;
  }
  return false;
}
