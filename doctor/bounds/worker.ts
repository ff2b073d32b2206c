import { workerLimits } from '../../worker/limits.js';
import { JOURNAL_MS } from '../../worker/processors/journal.js';
import { OTHERWISE_MS } from '../../worker/processors/retry-later.js';
import { BLOCKED_DELAY_MS } from '../../worker/processors/turn.js';
import { ANNOUNCE_PATIENCE_MS, ANNOUNCED_AT_ONCE, SWEEP_EVERY_MS } from '../../worker/sweep.js';
import { type Bound, boundsOf } from './bound.js';

export const workerBounds: readonly Bound[] = [
  ...boundsOf('worker/limits.ts', 'workerLimits', workerLimits, {
    poolSize: [
      'pool',
      'connections',
      'of one worker to Postgres',
      'A turn holds one for a few milliseconds at a time, and none while the model answers.',
    ],
    leasePoolSize: [
      'pool',
      'connections',
      'of one worker to Postgres, for its leases',
      'Renewing, looking for stops and judging are under way once each.',
    ],
    leaseQueryMs: [
      'timer',
      'ms',
      'a statement about leases may take before its connection is given up',
      'A thousand times what it takes, and a quarter of a lease: a link that was lost costs none.',
    ],
    deliverMs: [
      'timer',
      'ms',
      'handing a turn to the queue',
      'Nobody waits for it: as long as the queue needs on a bad day.',
    ],
    handBackMs: [
      'timer',
      'ms',
      'handing interrupted turns back',
      'One statement and one job for each; what a slow Postgres or Redis keeps longer is taken over.',
    ],
    maintenanceStuckAfterMs: [
      'timer',
      'ms',
      'the loop that takes jobs by the clock may stand still before the worker is not ready',
      'On Postgres an idle worker asks for a job only when the next is due, which is every minute: two and a half of them.',
    ],
    healthGraceMs: ['timer', 'ms', 'a probe may take to end at shutdown', 'It takes milliseconds.'],
    closeMarginMs: [
      'timer',
      'ms',
      'handing turns back and closing connections after the grace time',
      'Handing back, and 2 s for each of the two queues when Redis is away.',
    ],
  }),
  ...boundsOf(
    'worker/sweep.ts',
    '',
    { SWEEP_EVERY_MS, ANNOUNCED_AT_ONCE, ANNOUNCE_PATIENCE_MS },
    {
      SWEEP_EVERY_MS: [
        'timer',
        'ms',
        'between two sweeps of one worker',
        'With the lease it bounds how long a dead worker’s turn waits.',
      ],
      ANNOUNCE_PATIENCE_MS: [
        'timer',
        'ms',
        'one sweep goes on with ends of turns though none of the last ones could be announced',
        'As long as a sweep is apart from the next: what is refused quickly is tried on, and a silent log is left.',
      ],
      ANNOUNCED_AT_ONCE: [
        'queue',
        'turns',
        'announced at once by the sweep',
        'The size of the worker’s pool.',
      ],
    },
  ),
  ...boundsOf(
    'worker/processors/turn.ts',
    '',
    { BLOCKED_DELAY_MS },
    {
      BLOCKED_DELAY_MS: [
        'retry',
        'ms',
        'a job that came before its turn waits',
        'The end of the earlier turn hands it over anyway; this is for what slipped through.',
      ],
    },
  ),
  ...boundsOf(
    'worker/processors/journal.ts',
    '',
    { JOURNAL_MS },
    {
      JOURNAL_MS: [
        'buffer',
        'ms',
        'lines for Bull Board are gathered',
        'Operators do not notice, and a turn writes a few times instead of ten.',
      ],
    },
  ),
  ...boundsOf(
    'worker/processors/retry-later.ts',
    '',
    { OTHERWISE_MS },
    {
      OTHERWISE_MS: [
        'retry',
        'ms',
        'a job waits after an error of our own',
        'A bug is not mended by haste; the sweep has the turn meanwhile.',
      ],
    },
  ),
];
