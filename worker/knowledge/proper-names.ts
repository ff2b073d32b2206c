import type { Word } from '../intent/words.js';

/** Written so they name something: "HIPAA", "VCF", "t3", "H100", "vCPU", "OpenShift". */
const ACRONYM = /^(?=.*\p{Lu})[\p{Lu}\p{N}]{2,12}$/u;
const MIXED = /\p{Ll}\p{Lu}|\p{L}\p{N}/u;
const CAPITAL = /^\p{Lu}\p{Ll}/u;
/** Behind one of these a capital is only the beginning of a sentence. */
const BEGINS = /(?:^|[.!?:…»«"“(]\s*|\n\s*(?:[-*•]\s*)?)$/u;
/** In capitals for another reason. */
const NO_NAMES = new Set(
  `aws amazon ok faq asap tbd eta pdf ceo cto cfo dsi rh it
  january february march april may june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday english french anglais francais
  hello hi dear thanks bonjour merci mr mrs ms mme`.split(/\s+/),
);

/** Whether a word of a text is written like the name of a thing or a place. In a text without small letters nothing is. */
export function isProperName(text: string, { folded, start, end }: Word): boolean {
  const word = text.slice(start, end);
  if (NO_NAMES.has(folded) || !/\p{Ll}/u.test(text)) return false;
  if (ACRONYM.test(word) || MIXED.test(word)) return true;
  return CAPITAL.test(word) && !BEGINS.test(text.slice(0, start));
}
