import type { Language } from '../../core/domain/message.js';
import { wordsOf } from './words.js';

/** Words that are common in one language and rare in the other. Folded, so `à` is `a` and is in neither list. */
const COMMON: Record<Language, ReadonlySet<string>> = {
  en: new Set(
    `the and of to in is it that for with are was be this from by have has had not but what which how why when
    where who can could should would will do does did you your we our they their there if then than about into
    an at my me more any some between best does need want please hello hi thanks thank help much many cost
    costs show tell give make use using without against before after`.split(/\s+/),
  ),
  fr: new Set(
    `le la les un une des du de et est sont dans pour avec sur par que qui quel quelle quels quelles quoi
    comment pourquoi quand combien faut peut peux pouvez puis je tu nous vous il elle ils elles ce cet cette ces
    mon ma mes ton votre vos notre nos leur leurs se sa ses au aux en ne pas plus ou mais donc si bonjour bonsoir
    salut merci entre sans sous chez vers fait faire avoir etre avons avez ai suis mieux moins tres bien aussi
    cout couts`.split(/\s+/),
  ),
};

/** Letter groups, with `_` for the edge of a word; they decide for texts without common words. */
const GROUPS: Record<Language, readonly string[]> = {
  en: ['th', 'wh', 'ght', 'ing_', 'ck', 'ow', 'ee', 'oo', 'ed_', 'sh', 'y_', '_kn', 'ies_', 'ould', '_wr'],
  fr: [
    'eau',
    'eux',
    'oux',
    'aux_',
    'ez_',
    'er_',
    'ique',
    'qu',
    'ier',
    'tte',
    'oi',
    'eur',
    'ait_',
    'ement_',
    'lle',
  ],
};

const ELISION = /(?<![\p{L}\p{N}])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\p{L})/giu;
const ACCENT = /[àâçéèêëîïôùûœ]/giu;

/** Enough to tell; a longer text costs no more. */
export const SAMPLE_CHARACTERS = 2_000;
/** What the prior weighs: less than one common word. */
const PRIOR_WEIGHT = 0.9;
/** Of a text whose language is sure: its least words, and what each of them says on average. Prose says twice that. */
const SURE_WORDS = 12;
const SURE_SHARE = 0.15;

/**
 * English or French, by common words, elisions, accents and letter groups. `prior` decides where the text says
 * too little ("NAT?"); without one that is English.
 */
export function detectLanguage(text: string, options: { prior?: Language | null } = {}): Language {
  const prior = options.prior === 'fr' ? PRIOR_WEIGHT : options.prior === 'en' ? -PRIOR_WEIGHT : 0;
  return prior + balanceOf(text).balance > 0 ? 'fr' : 'en';
}

/** The same where prose leaves no doubt; null for a few words, for names and figures, and for both in one text. */
export function languageIfSure(text: string): Language | null {
  const { balance, words } = balanceOf(text);
  if (words < SURE_WORDS || Math.abs(balance) < words * SURE_SHARE) return null;
  return balance > 0 ? 'fr' : 'en';
}

/** Above 0 for French, below for English, about one for each telling word. */
function balanceOf(text: string): { balance: number; words: number } {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  const words = wordsOf(sample);
  let balance = 1.5 * countOf(sample, ELISION) + countOf(sample, ACCENT);
  for (const { folded } of words) {
    if (COMMON.fr.has(folded)) balance += 1;
    if (COMMON.en.has(folded)) balance -= 1;
    balance += 0.25 * (groupsIn(folded, 'fr') - groupsIn(folded, 'en'));
  }
  return { balance, words: words.length };
}

function groupsIn(word: string, language: Language): number {
  const padded = `_${word}_`;
  return GROUPS[language].filter((group) => padded.includes(group)).length;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
