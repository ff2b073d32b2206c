import { modelTimers } from '../../worker/model/bedrock.js';
import { modelErrorTable } from '../../worker/model/model-error.js';
import { type Bound, boundsOf } from './bound.js';

const once = 'Another attempt would end the same way.';
export const modelBounds: readonly Bound[] = [
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
];
