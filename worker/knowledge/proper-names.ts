import type { Word } from '../intent/words.js';

/** Written so they name something: "HIPAA", "VCF", "t3", "H100", "vCPU", "OpenShift". */
const ACRONYM = /^(?=.*\p{Lu})[\p{Lu}\p{N}]{2,12}$/u;
const MIXED = /\p{Ll}\p{Lu}|\p{L}\p{N}/u;
const CAPITAL = /^\p{Lu}\p{Ll}/u;
/** "500GB", "24x7". */
const AMOUNT = /^\d+(?:\p{L}{1,4}|x\d+)$/u;
/** Behind one of these a capital is only the beginning of a sentence. */
const BEGINS = /(?:[.!?:…»«"“(]\s*|(?:^|\n)\s*(?:[-*•]\s*)?)$/u;
/** In capitals for another reason. */
const NO_NAMES = new Set(
  `aws amazon ok faq asap tbd eta pdf ceo cto cfo dsi rh it
  kb mb gb tb pb kib mib gib tib pib ko mo go to po kbps mbps gbps khz mhz ghz
  january february march april may june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday english french anglais francais
  hello hi dear thanks bonjour merci mr mrs ms mme`.split(/\s+/),
);
/** Of the words with a capital: more of them are a title. A shorter text is none. */
const TITLE = { share: 0.5, words: 4 } as const;

/**
 * Tells which words of a text are written like the name of a thing or a place. In a text without small letters nothing is;
 * in one that is written like a title only what has more than a capital.
 */
export function createNameReader(text: string, words: readonly Word[]): (word: Word) => boolean {
  const written = ({ start, end }: Word) => text.slice(start, end);
  const isShouted = !/\p{Ll}/u.test(text);
  const capitals = words.filter((word) => CAPITAL.test(written(word))).length;
  const isTitle = words.length >= TITLE.words && capitals > TITLE.share * words.length;
  return (word) => {
    const name = written(word);
    if (isShouted || NO_NAMES.has(word.folded) || AMOUNT.test(name)) return false;
    if (ACRONYM.test(name) || MIXED.test(name)) return true;
    return !isTitle && CAPITAL.test(name) && !BEGINS.test(text.slice(0, word.start));
  };
}
