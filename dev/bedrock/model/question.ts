import { isGeneric, isNumber } from './concepts.js';
import { findFamilies } from './families.js';
import { detectLanguage, type Language } from './language.js';
import type { Prompt } from './prompt.js';
import { fold } from './stem.js';
import { conceptsOf, termsOf } from './terms.js';

export type Kind = 'cost' | 'count' | 'compare' | 'how' | 'why' | 'what';

export interface WantedTerm {
  concept: string;
  /** Of the word, and of the phrase that it is part of. */
  families: number[];
  word: string;
  /** 1 for what the question is about; less for what kind of answer it wants, and for what earlier turns were about. */
  weight: number;
  /** A name: a product, a place, an abbreviation. Sources that lack it do not answer. */
  isName: boolean;
  carried: boolean;
}

export interface Question {
  language: Language;
  kinds: Set<Kind>;
  terms: WantedTerm[];
  /** Whether it leans on earlier turns. */
  followsUp: boolean;
  /** Whether the answer is to mark what the sources leave open. */
  marksOpen: boolean;
}

const kindPatterns: [Kind, RegExp][] = [
  [
    'cost',
    /\b(?:how much|costs?|pric\w+|bills?|charges?|fees?|expensive|cheap\w*|combien|cout\w*|prix|tarif\w*|factur\w+|cher|paye\w*|paie)\b/,
  ],
  [
    'count',
    /\b(?:how many|how long|how fast|how often|how big|how large|limits?|quotas?|maximum|combien|duree|temps|limites?|delai)\b/,
  ],
  ['compare', /\b(?:compar\w+|differ\w*|versus|vs|or|ou|between|entre|choose|choisir|rather|plutot)\b/],
  [
    'how',
    /\b(?:how (?:can|do|does|to|should|would|could|is|are)|steps?|comment|etapes?|reduce|cut|lower|reduire)\b/,
  ],
  ['why', /\b(?:why|pourquoi|reasons?|raisons?)\b/],
];

const leansBack =
  /^(?:and|but|so|then|also|what about|how about|et|mais|alors|donc|dans ce cas)\b|\b(?:that|it|its|this|these|those|they|them|there|ca|cela|celui-ci|celle-ci|ceux-ci|ceci)\b/;

export function readQuestion(prompt: Prompt): Question {
  // "où" would fold into "ou", which compares.
  const folded = fold(prompt.question.replace(/où(?!\p{L})/giu, ' '));
  const own = readTerms(prompt.question, conceptsOf(prompt.sessionContext));
  const specific = own.filter((term) => !isGeneric(term.concept)).length;
  const followsUp = prompt.history.length > 0 && (specific === 0 || leansBack.test(folded));
  const kinds = kindPatterns.filter(([, pattern]) => pattern.test(folded)).map(([kind]) => kind);
  return {
    language: answerLanguage(prompt, folded),
    kinds: new Set(kinds.length > 0 ? kinds : ['what']),
    terms: followsUp ? [...stress(own, specific), ...carriedTerms(prompt, own, specific)] : own,
    followsUp,
    marksOpen: prompt.marksOpen,
  };
}

function answerLanguage({ question, language, history }: Prompt, folded: string): Language {
  if (/\bin french\b|\ben francais\b/.test(folded)) return 'fr';
  if (/\bin english\b|\ben anglais\b/.test(folded)) return 'en';
  const earlier = history.findLast((turn) => turn.role === 'user');
  return detectLanguage(question) ?? language ?? detectLanguage(earlier?.text ?? '') ?? 'en';
}

/** A question that is longer has said what it is about by then. */
const MAX_CHARACTERS = 4_000;

function readTerms(whole: string, known: Set<string>): WantedTerm[] {
  const text = whole.slice(0, MAX_CHARACTERS);
  const seen = new Set<string>();
  const terms: WantedTerm[] = [];
  const families = findFamilies(text);
  for (const { concept, word } of termsOf(text)) {
    if (seen.has(concept) || known.has(concept)) continue;
    seen.add(concept);
    const written = writtenForms(word, text);
    const isParty = written.some(({ form }) => namesSomeone(form, text));
    const isName = !isGeneric(concept) && !isParty && written.some(looksLikeName);
    terms.push({
      concept,
      families: families.filter(({ words }) => words.includes(word)).flatMap((found) => found.families),
      word: written[0]?.form ?? word,
      weight: isParty || isGeneric(concept) ? (isNumber(concept) ? 0.2 : 0.4) : isName ? 1.3 : 1,
      isName,
      carried: false,
    });
  }
  return terms;
}

function writtenForms(foldedWord: string, text: string): { form: string; opens: boolean }[] {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)]
    .map((match) => ({
      form: match[0],
      opens: /(?:^|[.?!:]\s*)["“«(]?\s*$/.test(text.slice(Math.max(0, match.index - 8), match.index)),
    }))
    .filter(({ form }) => fold(form) === foldedWord);
}

/** Written with a capital inside the sentence, in capitals, or with a digit among letters. */
function looksLikeName({ form, opens }: { form: string; opens: boolean }): boolean {
  const capital = /^\p{Lu}/u.test(form) && !opens;
  return capital || /^\p{Lu}{2,}/u.test(form) || (/\d/.test(form) && /\p{L}/u.test(form));
}

/** "for Belcourt", "avec Belcourt": whom the answer is for, which no source need mention. */
function namesSomeone(form: string, text: string): boolean {
  return /^\p{Lu}\p{Ll}/u.test(form) && new RegExp(`(?:with|for|at|chez|avec|pour) ${form}`, 'u').test(text);
}

/** In "And in Ireland?" a word that is general elsewhere is the whole question. */
function stress(own: WantedTerm[], specific: number): WantedTerm[] {
  if (specific > 0) return own;
  return own.map((term) => ({ ...term, weight: isNumber(term.concept) ? term.weight : 0.9 }));
}

/** What the last questions were about, each step back counting half. */
function carriedTerms({ history }: Prompt, own: WantedTerm[], specific: number): WantedTerm[] {
  const seen = new Set(own.map((term) => term.concept));
  const carried: WantedTerm[] = [];
  let share = specific >= 2 ? 0.2 : 0.6;
  for (const turn of history
    .filter(({ role }) => role === 'user')
    .slice(-3)
    .reverse()) {
    for (const term of readTerms(turn.text, seen)) {
      seen.add(term.concept);
      if (!isGeneric(term.concept)) carried.push({ ...term, weight: term.weight * share, carried: true });
    }
    share /= 2;
  }
  return carried;
}
