import { databaseLimits } from '../../core/store/data-source.js';
import { migrationLimits } from '../../core/store/migration-limits.js';
import { MAX_NAMES } from '../../core/store/preparing-client.js';
import { sweepLimits } from '../../core/store/turn-sweep.js';
import { announceAfterSeconds, deadlineMinutes, turnsAtOnce } from '../../core/store/turn-window.js';
import { turnLimits } from '../../core/store/turns.js';
import { MAX_VERSIONS } from '../../core/store/versions.js';
import { type Bound, boundsOf } from './bound.js';

export const storeBounds: readonly Bound[] = [
  ...boundsOf('core/store/data-source.ts', 'databaseLimits', databaseLimits, {
    connectMs: [
      'timer',
      'ms',
      'waiting for a connection to Postgres',
      'Covers a fail-over’s refusals; a request that waits longer had better be told to come back.',
    ],
    statementMs: [
      'timer',
      'ms',
      'a statement runs, before Postgres stops it',
      'A thousand times what they take; below a proxy’s 60 s.',
    ],
    queryMs: [
      'timer',
      'ms',
      'a query is answered, before the client gives up',
      'More than Postgres’ own limit: it speaks only when the connection is dead.',
    ],
    idleMs: [
      'timer',
      'ms',
      'an idle connection is kept',
      'Long enough to live through a lull, short enough to give connections back over night.',
    ],
  }),
  ...boundsOf('core/store/migration-limits.ts', 'migrationLimits', migrationLimits, {
    connections: [
      'pool',
      'connections',
      'of the release command',
      'Migrations run one after the other; the second is in reserve.',
    ],
    connectMs: ['timer', 'ms', 'the connection that holds the lock is made', 'The same as for the store.'],
    lockWaitMs: [
      'timer',
      'ms',
      'another process’ migrations are waited for',
      'Building an index on a large table takes minutes; half an hour is longer than a deploy is watched.',
    ],
    tableWaitMs: [
      'timer',
      'ms',
      'a migration waits for a table, and requests behind it',
      'Over the second after which a vacuum makes room; under twice that, so that no request loses in a circle.',
    ],
    tries: [
      'retry',
      'attempts',
      'at a migration that finds no table free',
      'Seven minutes: longer than a report, shorter than a deploy is watched.',
    ],
    pauseMs: ['timer', 'ms', 'between two of them', 'Twice as long as requests were held up.'],
  }),
  ...boundsOf(
    'core/store/preparing-client.ts',
    '',
    { MAX_NAMES },
    {
      MAX_NAMES: [
        'cache',
        'pieces',
        'statements that one process prepares',
        'The store has far fewer; what is beyond is planned each time.',
      ],
    },
  ),
  ...boundsOf('core/store/turns.ts', 'turnLimits', turnLimits, {
    maxOpen: [
      'queue',
      'turns',
      'of one session that wait or run',
      'Nobody types twenty questions ahead; the twenty-first is told to wait.',
    ],
    keyHours: [
      'cache',
      'h',
      'an idempotency key is known',
      'As usual among payment APIs; the widget gives up on a letter an hour earlier.',
    ],
    waitingRetrySeconds: [
      'retry',
      's',
      'after which a full session may be asked again',
      'About the time of an answer.',
    ],
    busyRetrySeconds: [
      'retry',
      's',
      'after which a question refused by a race may be asked again',
      'The race is over at once.',
    ],
  }),
  ...boundsOf(
    'core/store/versions.ts',
    '',
    { MAX_VERSIONS },
    {
      MAX_VERSIONS: [
        'count',
        'turns',
        'for one question, over all versions of it and of its answers',
        'All of them, with their questions, fit into one page of history; nobody leafs through thirty.',
      ],
    },
  ),
  ...boundsOf('core/store/turn-sweep.ts', 'sweepLimits', sweepLimits, {
    batch: [
      'queue',
      'turns',
      'of each kind that one sweep takes',
      'Two hundred a second with each worker; the rest are taken a second later.',
    ],
    redeliverAfterMs: [
      'retry',
      'ms',
      'a turn that was handed over and not begun is handed over again',
      'A queue without a backlog begins within a second; a full one ignores the repetition.',
    ],
    maxAttempts: [
      'retry',
      'attempts',
      'of a turn whose workers die without a word',
      'A dozen deaths in a row are the turn’s own doing.',
    ],
    announceWithinMinutes: [
      'retry',
      'min',
      'after its end in which a turn is still announced',
      'Event logs live no longer, so that nobody would read it.',
    ],
  }),
  ...boundsOf(
    'core/store/turn-window.ts',
    '',
    { turnsAtOnce, deadlineMinutes, announceAfterSeconds },
    {
      turnsAtOnce: [
        'queue',
        'turns',
        'of one user in the workers’ hands; his further ones wait in Postgres',
        'Enough for a page with a few sessions open; a burst fills this many places and not a whole worker.',
      ],
      deadlineMinutes: [
        'retry',
        'min',
        'after its first hand-over in which a turn may begin an attempt',
        'Nobody waits longer than that before a page; an outage of an hour must not be followed by an hour of stale answers.',
      ],
      announceAfterSeconds: [
        'timer',
        's',
        'whoever ended a turn has to announce it',
        'As long as an append may take.',
      ],
    },
  ),
];
