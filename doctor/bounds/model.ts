import { answerCacheLimits } from '../../worker/answer-cache/answer-cache.js';
import { awsHttpLimits } from '../../worker/aws-http.js';
import { adaptiveLimits } from '../../worker/model/adaptive-limit.js';
import { modelTimers } from '../../worker/model/bedrock.js';
import { breakerLimits } from '../../worker/model/breaker.js';
import { sharedBreakerLimits } from '../../worker/model/breakers.js';
import { MAX_MESSAGE_BYTES } from '../../worker/model/event-stream.js';
import { modelErrorTable } from '../../worker/model/model-error.js';
import { type Bound, boundsOf } from './bound.js';

const once = 'Another attempt would end the same way.';
export const modelBounds: readonly Bound[] = [
  ...boundsOf('worker/aws-http.ts', 'awsHttpLimits', awsHttpLimits, {
    idleMs: [
      'timer',
      'ms',
      'a connection to AWS is kept when nobody uses it',
      'As AWS has it in its SDK for Java; those in between close it after 60 s to 350 s, some without a word.',
    ],
  }),
  ...boundsOf('worker/model/bedrock.ts', 'modelTimers', modelTimers, {
    connectMs: [
      'timer',
      'ms',
      'a connection to Bedrock is made',
      'In one region it takes milliseconds; 5 s allow for a lost packet or two.',
    ],
    firstTokenMs: [
      'timer',
      'ms',
      'the first token comes',
      'Long prompts take some seconds; a user gives up after 30 s.',
    ],
    betweenTokensMs: [
      'timer',
      'ms',
      'the next token comes',
      'Models pause for a second or two; 20 s of silence are a dead stream.',
    ],
    totalMs: [
      'timer',
      'ms',
      'the whole answer',
      'The most tokens that an intent may ask for take about three minutes at 50 a second.',
    ],
  }),
  ...boundsOf(
    'worker/model/event-stream.ts',
    '',
    { MAX_MESSAGE_BYTES },
    {
      MAX_MESSAGE_BYTES: [
        'buffer',
        'bytes',
        'one message of the stream that answers come in',
        'What AWS’ own readers take; those of tokens have about 150.',
      ],
    },
  ),
  ...boundsOf('worker/model/model-error.ts', 'modelErrorTable', modelErrorTable, {
    throttled: {
      maxAttempts: [
        'retry',
        'attempts',
        'of a turn whose model is throttled',
        'With waits of up to 2, 4, 8 and 16 s they spread over some 15 s on average.',
      ],
      firstDelayMs: [
        'retry',
        'ms',
        'half of the ceiling of its first wait',
        'Twice that of an outage: quotas are counted by the minute.',
      ],
    },
    unavailable: {
      maxAttempts: [
        'retry',
        'attempts',
        'of a turn whose model is away',
        'With waits of up to 1, 2, 4 and 8 s they outlast a short outage.',
      ],
      firstDelayMs: [
        'retry',
        'ms',
        'half of the ceiling of its first wait',
        'A reset connection works again at once; an outage does not.',
      ],
    },
    timed_out: {
      maxAttempts: [
        'retry',
        'attempts',
        'of a turn whose model is silent',
        'Each may have cost 30 s already.',
      ],
      firstDelayMs: ['retry', 'ms', 'half of the ceiling of its first wait', 'As with an outage.'],
    },
    faulted: {
      maxAttempts: [
        'retry',
        'attempts',
        'of a turn whose model failed by itself',
        'Worth one more try, as its documentation says.',
      ],
      firstDelayMs: ['retry', 'ms', 'half of the ceiling of its first wait', 'As with an outage.'],
    },
    interrupted: {
      maxAttempts: [
        'retry',
        'attempts',
        'of a turn whose answer was cut, garbled or empty',
        'As with an outage.',
      ],
      firstDelayMs: [
        'retry',
        'ms',
        'half of the ceiling of its first wait',
        'The reader has begun to read: sooner than with an outage.',
      ],
    },
    denied: {
      maxAttempts: [
        'retry',
        'attempts',
        'of a turn that Bedrock does not allow',
        'Rights do not change by asking again.',
      ],
      firstDelayMs: ['retry', 'ms', 'wait before another attempt', 'There is none.'],
    },
    shut_out: {
      maxAttempts: [
        'retry',
        'attempts',
        'of a turn that no model is asked for, since the breakers of all are open',
        'They ask no model, and each waits for the next probe: together about a minute.',
      ],
      firstDelayMs: [
        'retry',
        'ms',
        'half of the ceiling of its first wait, which comes on top of that for the probe',
        'Turns that were shut out together do not come back together.',
      ],
    },
    rejected: {
      maxAttempts: ['retry', 'attempts', 'of a turn whose prompt Bedrock refuses', once],
      firstDelayMs: ['retry', 'ms', 'wait before another attempt', 'There is none.'],
    },
    overflowed: {
      maxAttempts: [
        'retry',
        'attempts',
        'of a turn whose prompt does not fit',
        'Once more without the history.',
      ],
      firstDelayMs: ['retry', 'ms', 'wait before the second attempt', 'Nothing has to recover.'],
    },
    too_long: {
      maxAttempts: ['retry', 'attempts', 'of a turn whose answer does not end', once],
      firstDelayMs: ['retry', 'ms', 'wait before another attempt', 'There is none.'],
    },
  }),
  ...boundsOf('worker/model/breaker.ts', 'breakerLimits', breakerLimits, {
    windowMs: [
      'buffer',
      'ms',
      'calls of a model are remembered by its breaker',
      'Long enough that calls which hang for half a minute count together, and old trouble is forgotten.',
    ],
    maxCalls: ['buffer', 'pieces', 'calls of a model remembered', 'As many as a worker makes at once.'],
    minFailures: [
      'count',
      'pieces',
      'failures at least that open a breaker',
      'The attempts of one turn: a single user does not lose a model sooner.',
    ],
    failurePercent: [
      'count',
      '%',
      'of the calls at least that have to have failed',
      'A model that answers every second call is worth its retries.',
    ],
    pauseMs: [
      'timer',
      'ms',
      'from the opening of a breaker to the probe, and between probes',
      'A probe costs one call, and people wait: a model that is back is found within seconds.',
    ],
  }),
  ...boundsOf('worker/model/breakers.ts', 'sharedBreakerLimits', sharedBreakerLimits, {
    refreshMs: [
      'timer',
      'ms',
      'between two looks at what other workers found',
      'Less than the pause, so that a worker knows of an opening before its probe.',
    ],
    probeWaitMs: [
      'timer',
      'ms',
      'a worker waits to be told whether the probe is its own',
      'A round trip takes a few; afterwards it decides alone.',
    ],
    ttlSeconds: [
      'cache',
      's',
      'the opening of a breaker is known to other workers',
      'Longer than a probe takes that hangs; then whoever made it is gone.',
    ],
  }),
  ...boundsOf('worker/model/adaptive-limit.ts', 'adaptiveLimits', adaptiveLimits, {
    waitMs: [
      'queue',
      'ms',
      'a turn waits for room at a model that throttles; of turns there are no more than WORKER_CONCURRENCY',
      'An answer takes about so long: afterwards the next model is asked.',
    ],
    burstMs: [
      'timer',
      'ms',
      'in which throttled answers lower the limit once',
      'Calls that were under way together are throttled together.',
    ],
    recoverMs: [
      'timer',
      'ms',
      'without a throttled answer after which the limit is doubled',
      'From one call to fifty in 12 s: about as long as a turn waits for room. Not measured.',
    ],
  }),
  ...boundsOf('worker/answer-cache/answer-cache.ts', 'answerCacheLimits', answerCacheLimits, {
    places: [
      'cache',
      'pieces',
      'answers kept by an installation',
      'With the longest ones 64 MB, usually a tenth; a new answer takes the place of an old one.',
    ],
    bytes: [
      'cache',
      'bytes',
      'of an answer that is kept, with its sources',
      'The longest that intents allow is about 8 KB, its quotes 2 KB.',
    ],
    ttlSeconds: [
      'cache',
      's',
      'an answer is kept, for when no model answers',
      'Yesterday’s answer helps, if it says that it is; and what a deleted session asked is gone in a day.',
    ],
    findMs: [
      'timer',
      'ms',
      'a turn waits for a kept answer',
      'It is looked for while the knowledge base is searched; a model call costs more than this.',
    ],
  }),
];
