import { eventLogLimits } from '../../core/backplane/event-log.js';
import { PROBE_SECONDS } from '../../core/backplane/index.js';
import { SUBSCRIBE_AGAIN_MS } from '../../core/backplane/keep-subscribed.js';
import { appendQueueLimits } from '../../core/backplane/postgres/append-queue.js';
import { MAX_INLINE_BYTES } from '../../core/backplane/postgres/event-log.js';
import { type Bound, boundsOf } from './bound.js';

export const eventLogBounds: readonly Bound[] = [
  ...boundsOf('core/backplane/event-log.ts', 'eventLogLimits', eventLogLimits, {
    maxEvents: [
      'buffer',
      'events',
      'events kept of one session',
      'About the last twenty answers; the longest answer alone takes about 2,400. A reader who falls out gets a snapshot.',
    ],
    ttlSeconds: [
      'cache',
      's',
      'an event log in which nothing happens is kept',
      'A page that was away for longer reads the history anyway; an hour of idle logs is little memory.',
    ],
    appendTimeoutMs: [
      'timer',
      'ms',
      'one call of the event log or the key store',
      'Nothing that a person waits for should hang on what is only for the eyes. A choice, not measured.',
    ],
    inlineBytes: [
      'buffer',
      'bytes',
      'a batch of events that rides on the wake-up',
      'Almost every batch of 30 ms is smaller, and its readers save a read of the log. A choice, not measured.',
    ],
    readBytes: [
      'buffer',
      'bytes',
      'read from an event log at once, but for a single larger event',
      'What one reader may have unsent: more of it would only be read again.',
    ],
  }),
  ...boundsOf(
    'core/backplane/postgres/event-log.ts',
    '',
    { MAX_INLINE_BYTES },
    {
      MAX_INLINE_BYTES: [
        'buffer',
        'bytes',
        'the same, where Postgres is the backplane',
        'NOTIFY takes less than 8,000 bytes; the rest is for the cursor and the types.',
      ],
    },
  ),
  ...boundsOf('core/backplane/postgres/append-queue.ts', 'appendQueueLimits', appendQueueLimits, {
    batch: [
      'queue',
      'pieces',
      'appends in one statement',
      'A few milliseconds of Postgres’ time, so that no append waits long for the batch before it.',
    ],
    statements: [
      'pool',
      'pieces',
      'statements of appends under way at once',
      'Half of the backplane’s pool: readers keep the other half.',
    ],
    waiting: [
      'queue',
      'pieces',
      'appends that wait in one process',
      'A turn has one on its way at a time, so this is far beyond what is normal; where Postgres is away, appends then fail at once. A choice, not measured.',
    ],
  }),
  ...boundsOf(
    'core/backplane/index.ts',
    '',
    { PROBE_SECONDS },
    {
      PROBE_SECONDS: [
        'cache',
        's',
        'what a readiness check writes is kept',
        'Any time longer than the check itself would do; it is gone soon after the process.',
      ],
    },
  ),
  ...boundsOf(
    'core/backplane/keep-subscribed.ts',
    '',
    { SUBSCRIBE_AGAIN_MS },
    {
      SUBSCRIBE_AGAIN_MS: [
        'retry',
        'ms',
        'between two tries to hear a signal',
        'Signals only make things quick, and what they tell is looked for each second as well.',
      ],
    },
  ),
];
