import { appendGaps, appendRetryMs } from '../../worker/turn/attempt-events.js';
import { SETTLE_MS } from '../../worker/turn/end-turn.js';
import { CUT_MS } from '../../worker/turn/flights.js';
import { FLUSH_INTERVAL_MS } from '../../worker/turn/flush-clock.js';
import { MAX_ANSWER_LENGTH } from '../../worker/turn/generate.js';
import { insistRetryMs } from '../../worker/turn/insist.js';
import { leaseTimes } from '../../worker/turn/leases.js';
import { recentContextLimits } from '../../worker/turn/recent-context.js';
import { MAX_DELAY_MS, otherFailures } from '../../worker/turn/retry.js';
import { type Bound, boundsOf } from './bound.js';

export const attemptBounds: readonly Bound[] = [
  ...boundsOf('worker/turn/leases.ts', 'leaseTimes', leaseTimes, {
    leaseMs: [
      'timer',
      'ms',
      'a turn belongs to a worker that fell silent',
      'With a sweep more it is 6 s, and twice that is within the 15 s of a takeover: its next worker may die as well.',
    ],
    renewEveryMs: [
      'timer',
      'ms',
      'between two renewals',
      'A renewal may be late three times before others may take the turn.',
    ],
    renewWithinMs: [
      'timer',
      'ms',
      'a renewal may take',
      'One that hangs on a dead connection must not keep back the next.',
    ],
    holdOnMs: [
      'timer',
      'ms',
      'a worker goes on with a turn while Postgres says nothing, and tries to write its end',
      'A restart or a failover of Postgres takes less; after a minute nobody waits for the answer.',
    ],
    stopCheckEveryMs: [
      'timer',
      'ms',
      'between two looks for stops in Postgres',
      'Stop takes a second at most also when the signal was lost.',
    ],
    expiryCheckEveryMs: [
      'timer',
      'ms',
      'between two looks at one’s own clock for turns held on to for too long',
      'The minute without a word from Postgres is over half a second late at most.',
    ],
  }),
  ...boundsOf(
    'worker/turn/flush-clock.ts',
    '',
    { FLUSH_INTERVAL_MS },
    {
      FLUSH_INTERVAL_MS: [
        'buffer',
        'ms',
        'of text gathered into one event',
        'A reader sees at most this much delay; below 20 ms more events cost more than they please the eye.',
      ],
    },
  ),
  ...boundsOf('worker/turn/attempt-events.ts', 'appendGaps', appendGaps, {
    quickAppends: [
      'buffer',
      'events',
      'of an attempt sent without a pause',
      'Half a minute; nobody reads faster for it afterwards.',
    ],
    slowerAppends: [
      'buffer',
      'events',
      'of an attempt after which the long pause holds',
      'The longest answer then takes about 2,400 events, half a log, so that whoever reloads sees all of it.',
    ],
    shortMs: [
      'buffer',
      'ms',
      'the short pause between two appends',
      'Ten times a second still looks like writing.',
    ],
    longMs: [
      'buffer',
      'ms',
      'the long pause between two appends',
      'Two minutes into an answer, twice a second will do.',
    ],
  }),
  ...boundsOf('worker/turn/attempt-events.ts', 'appendRetryMs', appendRetryMs, {
    first: [
      'retry',
      'ms',
      'first wait before a refused append is tried again; then doubled',
      'A connection of Redis is made anew after 50 ms.',
    ],
    last: [
      'retry',
      'ms',
      'longest wait before a refused append is tried again',
      'Readers go on a second after Redis’ return.',
    ],
  }),
  ...boundsOf(
    'worker/turn/generate.ts',
    '',
    { MAX_ANSWER_LENGTH },
    {
      MAX_ANSWER_LENGTH: [
        'buffer',
        'characters',
        'an answer, held in memory until it has ended',
        'Several times what the longest output of a model of today can be; a model that does not end is cut off.',
      ],
    },
  ),
  ...boundsOf('worker/turn/recent-context.ts', 'recentContextLimits', recentContextLimits, {
    messages: ['cache', 'messages', 'of a session remembered', 'The ten exchanges that a prompt holds.'],
    messageCharacters: [
      'cache',
      'characters',
      'of a message remembered',
      'A prompt has room for less of each.',
    ],
    intents: [
      'cache',
      'pieces',
      'of the intents of a session’s last questions',
      'What thanks in between go past.',
    ],
    entities: [
      'cache',
      'pieces',
      'names remembered of a session',
      'More than ten exchanges usually mention.',
    ],
    ttlSeconds: [
      'cache',
      's',
      'a session is remembered',
      'As long as its event log; it is read from Postgres afterwards.',
    ],
  }),
  ...boundsOf(
    'worker/turn/end-turn.ts',
    '',
    { SETTLE_MS },
    {
      SETTLE_MS: [
        'timer',
        'ms',
        'an end waits for the streamed text to reach the event log',
        'The end carries the whole text anyway.',
      ],
    },
  ),
  ...boundsOf(
    'worker/turn/flights.ts',
    '',
    { CUT_MS },
    {
      CUT_MS: [
        'timer',
        'ms',
        'who leaves a shared answer as the last waits to hear what it took',
        'It is cut within milliseconds; a stop is promised within a second.',
      ],
    },
  ),
  ...boundsOf('worker/turn/insist.ts', 'insistRetryMs', insistRetryMs, {
    first: [
      'retry',
      'ms',
      'first wait before the end of a turn is written again; then doubled',
      'A broken connection is replaced at once.',
    ],
    last: [
      'retry',
      'ms',
      'longest wait before the end of a turn is written again',
      'An answer is recorded a second after Postgres is back.',
    ],
  }),
  ...boundsOf(
    'worker/turn/retry.ts',
    '',
    { MAX_DELAY_MS },
    {
      MAX_DELAY_MS: [
        'retry',
        'ms',
        'longest wait between two attempts',
        'A person still looks at the page after 20 s.',
      ],
    },
  ),
  ...boundsOf('worker/turn/retry.ts', 'otherFailures', otherFailures, {
    maxAttempts: [
      'retry',
      'attempts',
      'of a turn that fails by what is not the model’s, the database for example',
      'As patient as with an outage of the model.',
    ],
    firstDelayMs: [
      'retry',
      'ms',
      'half of the ceiling of its first wait, which is drawn at random',
      'As with an outage of the model.',
    ],
  }),
];
