import { MAX_SESSION_ENTITIES } from '../../core/domain/session.js';
import { MAX_STEPS } from '../../core/text/pattern.js';
import { MAX_AMOUNTS } from '../../worker/intent/amounts.js';
import { askIntentLimits } from '../../worker/intent/ask-intent.js';
import { MAX_MAYBE_PHONES } from '../../worker/intent/contacts.js';
import { DATE_SAMPLE_CHARACTERS, MAX_CLOCKS, MAX_DATES } from '../../worker/intent/dates.js';
import { MAX_ENTITIES } from '../../worker/intent/entities.js';
import { MAX_ANSWER_TOKENS } from '../../worker/intent/intent-file.js';
import { BUCKETS, EDGE_WORDS } from '../../worker/intent/intent-model.js';
import { SAMPLE_CHARACTERS } from '../../worker/intent/language.js';
import { SAMPLES } from '../../worker/intent/load-intents.js';
import { MAX_FRUSTRATION, SENTIMENT_WORDS } from '../../worker/intent/sentiment/sentiment.js';
import { type Bound, boundsOf } from './bound.js';

/** What is looked at and kept of a question. */
export const understandingBounds: readonly Bound[] = [
  ...boundsOf(
    'worker/intent/load-intents.ts',
    '',
    { SAMPLES },
    {
      SAMPLES: [
        'count',
        'pieces',
        'examples of an intent in a language that a model reads',
        'A thousand tokens for thirteen intents. Not measured.',
      ],
    },
  ),
  ...boundsOf('worker/intent/ask-intent.ts', 'askIntentLimits', askIntentLimits, {
    withinMs: [
      'timer',
      'ms',
      'a model may take to say what a message wants',
      'A reader waits; small models answer within a second. Then the message is a general one.',
    ],
    restMs: [
      'timer',
      'ms',
      'that model is left in peace after it was too slow',
      'Not every message is to wait for it. A message in half a minute finds out whether it is back.',
    ],
    characters: [
      'size',
      'characters',
      'of a message that it reads',
      'What is wanted stands in its first lines.',
    ],
    tokens: ['size', 'tokens', 'of its answer', 'A name and a number, with room.'],
  }),
  ...boundsOf(
    'worker/intent/language.ts',
    '',
    { SAMPLE_CHARACTERS },
    {
      SAMPLE_CHARACTERS: [
        'size',
        'characters',
        'of a text by which its language is told',
        'Enough to tell; a longer text costs no more.',
      ],
    },
  ),
  ...boundsOf(
    'worker/intent/entities.ts',
    '',
    { MAX_ENTITIES },
    {
      MAX_ENTITIES: [
        'count',
        'pieces',
        'entities told of one message',
        'More than a question mentions; a pasted list is cut.',
      ],
    },
  ),
  ...boundsOf(
    'core/domain/session.ts',
    '',
    { MAX_SESSION_ENTITIES },
    {
      MAX_SESSION_ENTITIES: [
        'count',
        'pieces',
        'entities that a session keeps',
        'What was named last is kept; a prompt has no room for more.',
      ],
    },
  ),
  ...boundsOf(
    'worker/intent/intent-model.ts',
    '',
    { EDGE_WORDS, BUCKETS },
    {
      BUCKETS: [
        'size',
        'pieces',
        'of language that the classifier tells apart',
        'Twice what the examples hold; with each intent a number for each, 3.5 MB.',
      ],
      EDGE_WORDS: [
        'size',
        'words',
        'of a text’s beginning, and of its end, that the classifier reads',
        'A long message says there what is wanted.',
      ],
    },
  ),
  ...boundsOf(
    'worker/intent/sentiment/sentiment.ts',
    '',
    { SENTIMENT_WORDS, MAX_FRUSTRATION },
    {
      MAX_FRUSTRATION: [
        'count',
        'pieces',
        'of frustration that a session keeps',
        'One positive word lowers it by one: it is not to take ten.',
      ],
      SENTIMENT_WORDS: [
        'size',
        'words',
        'of a text by which its sentiment is told',
        'Enough to tell; a longer text costs no more.',
      ],
    },
  ),
  ...boundsOf(
    'worker/intent/dates.ts',
    '',
    { DATE_SAMPLE_CHARACTERS, MAX_CLOCKS, MAX_DATES },
    {
      DATE_SAMPLE_CHARACTERS: [
        'size',
        'characters',
        'of a text’s beginning, and of its end, in which dates are looked for',
        'A message of the usual length is looked at whole.',
      ],
      MAX_DATES: ['count', 'pieces', 'dates of one message', 'More than a question mentions.'],
      MAX_CLOCKS: [
        'cache',
        'pieces',
        'time zones whose clock is kept',
        'A few KB each; few companies have users in more.',
      ],
    },
  ),
  ...boundsOf(
    'worker/intent/contacts.ts',
    '',
    { MAX_MAYBE_PHONES },
    {
      MAX_MAYBE_PHONES: [
        'count',
        'pieces',
        'rows of digits in one message that are looked up as telephone numbers',
        'Each costs some 50 µs, and a pasted table of numbers is no list of telephones.',
      ],
    },
  ),
  ...boundsOf(
    'worker/intent/amounts.ts',
    '',
    { MAX_AMOUNTS },
    {
      MAX_AMOUNTS: [
        'count',
        'pieces',
        'amounts of money looked at in one message',
        'Each is compared with each: a hundred are ten thousand comparisons.',
      ],
    },
  ),
  ...boundsOf(
    'core/text/pattern.ts',
    '',
    { MAX_STEPS },
    {
      MAX_STEPS: [
        'size',
        'pieces',
        'steps of a pattern',
        'Matching costs words times steps; the longest that is written has fewer.',
      ],
    },
  ),
  ...boundsOf(
    'worker/intent/intent-file.ts',
    '',
    { MAX_ANSWER_TOKENS },
    {
      MAX_ANSWER_TOKENS: [
        'size',
        'tokens',
        'that an intent may give its answers',
        'What the models in use can write at once; intents ask for 1,536 at most today.',
      ],
    },
  ),
];
