import { POLL_WITHOUT_LOG_MS } from '../../server/handlers/session-events.js';
import { MAX_TIMER_MS } from '../../server/live/expiry.js';
import { liveLimits } from '../../server/live/limits.js';
import { placeLimits } from '../../server/live/places.js';
import { SNAPSHOT_MESSAGES } from '../../server/views/snapshot-view.js';
import { type Bound, boundsOf } from './bound.js';

export const liveBounds: readonly Bound[] = [
  ...boundsOf('server/live/limits.ts', 'liveLimits', liveLimits, {
    unsentBytes: [
      'buffer',
      'bytes',
      'unsent to one reader, before it is not written to any more',
      'A thousand stalled readers cost a gigabyte at most; who is less far behind does not notice.',
    ],
    stalledMs: [
      'timer',
      'ms',
      'a reader’s socket takes no byte before it is closed',
      'Longer than a phone takes to change networks; the reader resumes by its cursor.',
    ],
    ringFrames: [
      'cache',
      'frames',
      'of a watched session kept for readers slightly behind',
      'Some eight seconds of an answer.',
    ],
    ringBytes: [
      'cache',
      'bytes',
      'the same, in bytes',
      'A thousand watched sessions cost 256 MB at most, and usually a hundredth of it.',
    ],
    ringIdleMs: [
      'cache',
      'ms',
      'frames are kept after the last event',
      'Nobody needs the frames of a session in which nothing happens.',
    ],
    pageEvents: [
      'size',
      'events',
      'read from the log at once',
      'A page of ordinary events is some dozen kilobytes; larger ones are bounded by their bytes. The next page follows.',
    ],
    pagesAtOnce: [
      'queue',
      'pieces',
      'pages of event logs read at once, for readers that are behind',
      'Eight megabytes on their way at most, however many readers fall behind together.',
    ],
    snapshotsAtOnce: [
      'queue',
      'pieces',
      'snapshots built at once',
      'Less than half of the pool: after a loss of the log every reader wants one, and requests go on.',
    ],
    tickMs: [
      'timer',
      'ms',
      'between two comparisons of each watched session with its log',
      'A wake-up that was lost is made up for before a reader wonders.',
    ],
    tickBatch: [
      'size',
      'sessions',
      'compared in one round trip',
      'Keeps a command of Redis below a millisecond. A choice, not measured.',
    ],
    keepAliveMs: [
      'timer',
      'ms',
      'between two signs of life on a silent stream',
      'Load balancers cut idle connections after 60 s, some after 15 s.',
    ],
    retryMs: [
      'retry',
      'ms',
      'first reconnection delay that a stream suggests',
      'The widget has its own; this is for EventSource.',
    ],
    pollEvents: [
      'size',
      'events',
      'in one answer of a long poll',
      'About a tenth of a log; the next poll goes on.',
    ],
  }),
  ...boundsOf('server/live/places.ts', 'placeLimits', placeLimits, {
    perUser: [
      'count',
      'streams',
      'of one user in one process',
      'A person has one for each tab; a program of his may follow hundreds of sessions.',
    ],
    perProcess: [
      'count',
      'streams',
      'in one process',
      'A stream holds a few kilobytes, a megabyte at most; callers are then sent to another process.',
    ],
    retryAfterSeconds: [
      'retry',
      's',
      'after which a caller without a place may ask again',
      'Others leave meanwhile.',
    ],
  }),
  ...boundsOf(
    'server/live/expiry.ts',
    '',
    { MAX_TIMER_MS },
    {
      MAX_TIMER_MS: [
        'timer',
        'ms',
        'after which a token’s expiry ends its stream',
        'The longest delay that a timer of Node takes, 24 days; a token that lives longer does not end a stream.',
      ],
    },
  ),
  ...boundsOf(
    'server/views/snapshot-view.ts',
    '',
    { SNAPSHOT_MESSAGES },
    {
      SNAPSHOT_MESSAGES: [
        'size',
        'messages',
        'in a snapshot',
        'The newest page of history; older ones are paged on demand.',
      ],
    },
  ),
  ...boundsOf(
    'server/handlers/session-events.ts',
    '',
    { POLL_WITHOUT_LOG_MS },
    {
      POLL_WITHOUT_LOG_MS: [
        'timer',
        'ms',
        'between two answers of Postgres to a poller while the event log is away',
        'He sees the end of an answer 2 s late at most; each costs a snapshot.',
      ],
    },
  ),
];
