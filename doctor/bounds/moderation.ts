import { MAX_SHAPE_CHARACTERS } from '../../core/moderation/shape-watch.js';
import { MAX_APART_CHARACTERS, MAX_REPEATS, MAX_WORD_CHARACTERS } from '../../core/moderation/word-reader.js';
import { wordWatchLimits } from '../../core/moderation/word-watch.js';
import { VERDICT_DAYS } from '../../core/store/moderation-verdicts.js';
import { MAX_CITED_TOGETHER, MAX_SOURCE_NUMBER } from '../../core/text/citation.js';
import { leakLimits } from '../../worker/output-filter/instructions-watch.js';
import { type Bound, boundsOf } from './bound.js';

/** How far a text is looked at at once, which is how much of an answer is held back at most. */
export const moderationBounds: readonly Bound[] = [
  ...boundsOf('core/moderation/word-watch.ts', 'wordWatchLimits', wordWatchLimits, {
    spanCharacters: [
      'buffer',
      'characters',
      'that a rule may span, of an answer held back, each gap between words counted as one; twice that where words after it decide',
      'The longest rule is eight words and its gaps; people put a sentence between, and readers do not see 300 characters wait.',
    ],
    wordsBefore: [
      'size',
      'words',
      'before what is found that may show that it is meant otherwise',
      'A clause: further off they speak of something else.',
    ],
    wordsAfter: [
      'size',
      'words',
      'after what is found that may show that it is meant otherwise',
      'An answer waits for them.',
    ],
    spelledLetters: [
      'buffer',
      'characters',
      'single letters in a row that are tried as one word',
      'The longest words of the rules have fewer.',
    ],
    spelledGapCharacters: [
      'size',
      'characters',
      'between two letters of a word that is spelled out',
      'A blank, a sign, a blank; blanks in a row count as one.',
    ],
  }),
  ...boundsOf(
    'core/moderation/word-reader.ts',
    '',
    { MAX_WORD_CHARACTERS, MAX_APART_CHARACTERS, MAX_REPEATS },
    {
      MAX_WORD_CHARACTERS: [
        'size',
        'characters',
        'of a word that is compared with rules',
        'No word of a rule is longer; a longer row of letters is data.',
      ],
      MAX_APART_CHARACTERS: [
        'size',
        'characters',
        'between two words that are told apart',
        'Enough to see that letters are spelled with the same sign between them.',
      ],
      MAX_REPEATS: [
        'size',
        'characters',
        'that are repeated in a word, of which each is tried alone and doubled',
        'The words of the rules have at most two double letters, and each of these makes twice the forms to look up.',
      ],
    },
  ),
  ...boundsOf(
    'core/moderation/shape-watch.ts',
    '',
    { MAX_SHAPE_CHARACTERS },
    {
      MAX_SHAPE_CHARACTERS: [
        'buffer',
        'characters',
        'of a secret that is looked for, of an answer held back',
        'Keys have less than a hundred; addresses with a password are longer.',
      ],
    },
  ),
  ...boundsOf('worker/output-filter/instructions-watch.ts', 'leakLimits', leakLimits, {
    words: [
      'size',
      'words',
      'of the instructions in a row that no answer may have',
      'Answers about what the assistant can do share ten words with them by chance.',
    ],
    heldWords: [
      'buffer',
      'words',
      'of the instructions in a row from which on an answer is held back',
      'Three in a row are in every other sentence.',
    ],
  }),
  ...boundsOf(
    'core/text/citation.ts',
    '',
    { MAX_SOURCE_NUMBER, MAX_CITED_TOGETHER },
    {
      MAX_SOURCE_NUMBER: [
        'size',
        'pieces',
        'of the documents that an answer may cite; a larger number in brackets is text',
        'Five are found, and eight calls of a tool add three each; footnotes of documents go further, ports and years far further.',
      ],
      MAX_CITED_TOGETHER: [
        'buffer',
        'pieces',
        'cited in one pair of brackets, which is held back until it closes',
        'Answers have five sources; a longer row of numbers is text.',
      ],
    },
  ),
  ...boundsOf(
    'core/store/moderation-verdicts.ts',
    '',
    { VERDICT_DAYS },
    {
      VERDICT_DAYS: [
        'timer',
        'days',
        'a verdict is kept, unless its session goes before',
        'A quarter, to see what rules do; it names a user, so not for ever.',
      ],
    },
  ),
];
