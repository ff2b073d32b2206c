import { digestJob } from '../../core/contracts/jobs.js';
import { dueDigestLimits } from '../../core/store/due-digests.js';
import { digestLimits, summaryLimits, titleLimits } from '../../worker/digest/limits.js';
import { type Bound, boundsOf } from './bound.js';

/** What the model writes about a session: its title and its summary. */
export const digestBounds: readonly Bound[] = [
  ...boundsOf('worker/digest/limits.ts', 'digestLimits', digestLimits, {
    atOnce: [
      'queue',
      'jobs',
      'of the queue maintenance under way in one worker',
      'Two that wait for the model keep back nothing by the clock.',
    ],
    modelMs: [
      'timer',
      'ms',
      'a title or a summary may take the model',
      'A summary of 500 tokens takes some ten seconds; nobody waits for it.',
    ],
    retryMs: [
      'retry',
      'ms',
      'a title or a summary that failed waits for its next attempt',
      'Longer than a throttled model usually needs. Not measured.',
    ],
    answerCharacters: [
      'buffer',
      'characters',
      'read of what the model writes',
      'Twice the longest summary that it is given tokens for.',
    ],
  }),
  ...boundsOf('worker/digest/limits.ts', 'summaryLimits', summaryLimits, {
    dueAfter: [
      'count',
      'messages',
      'that no summary holds before one is asked for',
      'What a prompt quotes: so nothing is in neither.',
    ],
    keep: [
      'count',
      'messages',
      'that a new summary leaves out',
      'Half of what a prompt quotes: a summary is made every five exchanges.',
    ],
    messages: [
      'queue',
      'messages',
      'summarised by one job',
      'Six times what one is asked for at; a session that is longer at first is done by several turns.',
    ],
    messageCharacters: [
      'size',
      'characters',
      'of a message that the model is given to summarise',
      'An answer says first what matters.',
    ],
    tokens: [
      'size',
      'tokens',
      'of messages that the model is given to summarise at once',
      'What the longest of them hold in a script of three bytes and half of them in one of four; the rest is for the next.',
    ],
  }),
  ...boundsOf('worker/digest/limits.ts', 'titleLimits', titleLimits, {
    questionCharacters: [
      'size',
      'characters',
      'of a question that a title is made from',
      'It says its matter early.',
    ],
    answerCharacters: ['size', 'characters', 'of its answer', 'Its first paragraph.'],
    characters: ['size', 'characters', 'a title', 'What the widget has room for; longer ones are no titles.'],
  }),
  ...boundsOf('core/store/due-digests.ts', 'dueDigestLimits', dueDigestLimits, {
    afterMinutes: [
      'timer',
      'min',
      'a title or a summary may take before it counts as lost',
      'All its attempts.',
    ],
    withinMinutes: [
      'timer',
      'min',
      'after which nobody looks for lost ones of a session',
      'Who comes back later asks a question, which asks for them again.',
    ],
    batch: [
      'queue',
      'jobs',
      'asked for again by one look',
      'Twelve hundred an hour; a loss is rare. Not measured.',
    ],
  }),
  ...boundsOf(
    'core/contracts/jobs.ts',
    'digestJob',
    { attempts: digestJob.attempts },
    {
      attempts: [
        'retry',
        'attempts',
        'at a title or a summary',
        'It may be missing, and the next turns ask for it again.',
      ],
    },
  ),
];
