import { scheduleLimits } from '../../core/backplane/keep-scheduled.js';
import { maintenanceJob } from '../../core/contracts/jobs.js';
import { judgeTimes } from '../../worker/lease-judge.js';
import { retentionLimits } from '../../worker/maintenance/retention.js';
import { tidyLimits } from '../../worker/maintenance/tidy-up.js';
import { type Bound, boundsOf } from './bound.js';

/** What workers do by the clock, and when they judge one another. */
export const upkeepBounds: readonly Bound[] = [
  ...boundsOf('worker/lease-judge.ts', 'judgeTimes', judgeTimes, {
    settledAfterMs: [
      'timer',
      'ms',
      'Postgres has to answer without a break before leases are judged',
      'A renewal that hangs is given up after 2.75 s, the next begins within a second and has another: who lives has renewed.',
    ],
    askEveryMs: [
      'timer',
      'ms',
      'between two questions whether Postgres answers',
      'A break is noticed within 3 s.',
    ],
    answerWithinMs: ['timer', 'ms', 'Postgres may take to say its time', 'Longer is a break.'],
    unnoticedSilenceMs: [
      'timer',
      'ms',
      'a silence of Postgres that counts as none',
      'With the renewals before and after it, it is shorter than a lease.',
    ],
  }),
  ...boundsOf('core/backplane/keep-scheduled.ts', 'scheduleLimits', scheduleLimits, {
    checkEveryMs: [
      'timer',
      'ms',
      'between two looks whether the schedules stand',
      'As often as the most frequent job: a Redis that lost them is without for no longer.',
    ],
    againMs: ['retry', 'ms', 'between two looks that fail', 'At the start the connection may not stand yet.'],
    lateMs: [
      'timer',
      'ms',
      'a scheduled job may be late before its schedule counts as lost',
      'Ten times the time between two of the most frequent one. Not measured.',
    ],
  }),
  ...boundsOf('worker/maintenance/retention.ts', 'retentionLimits', retentionLimits, {
    expire: {
      batch: ['queue', 'rows', 'closed by one statement', 'Short locks; each is announced to its watchers.'],
      rounds: ['queue', 'pieces', 'statements of one run', 'Two thousand a minute. Not measured.'],
    },
    archive: {
      batch: ['queue', 'rows', 'archived by one statement', 'Short locks; hardly any has watchers.'],
      rounds: ['queue', 'pieces', 'statements of one run', 'Ten thousand an hour. Not measured.'],
    },
    purge: {
      batch: [
        'queue',
        'rows',
        'sessions removed by one statement',
        'With all their messages, within the 15 s that it has.',
      ],
      rounds: ['queue', 'pieces', 'statements of one run', 'Two thousand in ten minutes. Not measured.'],
    },
  }),
  ...boundsOf('worker/maintenance/tidy-up.ts', 'tidyLimits', tidyLimits, {
    usage: {
      batch: ['queue', 'rows', 'of the ledger removed by one statement', 'Small rows, found by an index.'],
      rounds: [
        'queue',
        'pieces',
        'statements of one run for the ledger',
        'A hundred thousand in ten minutes: more than models are called.',
      ],
    },
    verdicts: {
      batch: [
        'queue',
        'rows',
        'of moderation verdicts removed by one statement',
        'Small rows, found by an index.',
      ],
      rounds: [
        'queue',
        'pieces',
        'statements of one run for verdicts',
        'A hundred thousand in ten minutes: more than are refused.',
      ],
    },
    keys: {
      batch: [
        'queue',
        'rows',
        'of idempotency records removed by one statement',
        'Small rows, found by an index.',
      ],
      rounds: [
        'queue',
        'pieces',
        'statements of one run',
        'A million in ten minutes: more than any server takes.',
      ],
    },
    logs: {
      batch: [
        'queue',
        'pieces',
        'event logs removed at a time, where Postgres is the backplane',
        'Short locks. Not measured.',
      ],
      rounds: ['queue', 'pieces', 'of these in one run', 'Fifty thousand in ten minutes. Not measured.'],
    },
  }),
  ...boundsOf('core/contracts/jobs.ts', 'maintenanceJob.keep', maintenanceJob.keep, {
    completed: {
      count: ['queue', 'jobs', 'by the clock that are done and kept for Bull Board', 'A few hours of them.'],
      age: ['queue', 's', 'at most', 'A day.'],
    },
    failed: {
      count: [
        'queue',
        'jobs',
        'by the clock that failed and are kept',
        'Each failure of a week of looking away.',
      ],
      age: ['queue', 's', 'at most', 'A week.'],
    },
  }),
];
