import { consumerLimits } from '../../core/backplane/job-consumer.js';
import { listenerLimits } from '../../core/backplane/postgres/listener.js';
import { backplanePoolLimits } from '../../core/backplane/postgres/pool.js';
import { queueConnectionLimits } from '../../core/backplane/queue-connections.js';
import { START_WAIT_MS } from '../../core/backplane/redis/backplane.js';
import { redisLimits } from '../../core/backplane/redis/connect.js';
import { ECHO_MS } from '../../core/backplane/redis/subscriptions.js';
import { producerLimits } from '../../core/backplane/turn-producer.js';
import { turnJob } from '../../core/contracts/jobs.js';
import { type Bound, boundsOf } from './bound.js';
import { eventLogBounds } from './event-log.js';

const redis: Bound[] = [
  ...boundsOf('core/backplane/redis/connect.ts', 'redisLimits', redisLimits, {
    connectMs: [
      'timer',
      'ms',
      'a connection to Redis is made',
      'Redis is near: what takes 2 s is not there, and another try follows at once.',
    ],
    commandMs: [
      'timer',
      'ms',
      'a command of the event log or the key store',
      'Half of what a call may take: a command waits for at most one batch of commands before its own.',
    ],
    queueCommandMs: [
      'timer',
      'ms',
      'a command that hands a job over',
      'Within the 2 s that a worker’s hand-over may take; a request gives up on it after 250 ms by itself.',
    ],
    silentMs: [
      'timer',
      'ms',
      'a connection owes an answer and delivers no byte',
      'Longer than any command may take; with a sweep more, what waits is under way 5 s after an outage.',
    ],
    askEveryMs: [
      'timer',
      'ms',
      'between two questions whether Redis is there, where it is one and no cluster',
      'With the silence above, a dead one that nobody used is made anew within 3 s.',
    ],
    blockSeconds: [
      'timer',
      's',
      'BullMQ’s blocking command waits for a job',
      'Well below what makes a silent connection a dead one, or an idle queue looked like that.',
    ],
    keepAliveMs: [
      'timer',
      'ms',
      'until an idle connection is probed by TCP',
      'Below the idle time-outs of networks, which begin at about a minute.',
    ],
    firstRetryMs: [
      'retry',
      'ms',
      'first wait before connecting again; then doubled',
      'A restart of Redis on the same machine takes less than a second.',
    ],
    maxRetryMs: [
      'retry',
      'ms',
      'longest wait before connecting again',
      'Turns have to run within 5 s of Redis’ return; a try a second costs nothing.',
    ],
    slotsRefreshMs: [
      'timer',
      'ms',
      'a node of a cluster is asked for the slots',
      'As long as connecting to it may take.',
    ],
  }),
  ...boundsOf(
    'core/backplane/redis/backplane.ts',
    '',
    { START_WAIT_MS },
    {
      START_WAIT_MS: [
        'timer',
        'ms',
        'a start waits for Redis',
        'Time for one connection and one more try; the program then starts without it.',
      ],
    },
  ),
  ...boundsOf(
    'core/backplane/redis/subscriptions.ts',
    '',
    { ECHO_MS },
    {
      ECHO_MS: [
        'timer',
        'ms',
        'between two messages to oneself that prove that subscriptions hear',
        'A deaf subscription is found within two of them; until then watched logs are read each second.',
      ],
    },
  ),
];

const postgres: Bound[] = [
  ...boundsOf('core/backplane/postgres/pool.ts', 'backplanePoolLimits', backplanePoolLimits, {
    connections: [
      'pool',
      'connections',
      'of one process to Postgres for its backplane',
      'Two for appends, two for readers; statements there take a millisecond or two. Not measured beyond that.',
    ],
    queueWaitMs: [
      'timer',
      'ms',
      'an append waits to be sent',
      'A quarter of what a call of the event log may take.',
    ],
    connectMs: [
      'timer',
      'ms',
      'a call waits for a connection',
      'Three eighths of what a call of the event log may take.',
    ],
    answerMs: [
      'timer',
      'ms',
      'a statement is answered',
      'Three eighths of what a call of the event log may take.',
    ],
    idleMs: [
      'timer',
      'ms',
      'an idle connection is kept',
      'Long enough to live through a lull, short enough to give connections back over night. A common default raised.',
    ],
  }),
  ...boundsOf('core/backplane/postgres/listener.ts', 'listenerLimits', listenerLimits, {
    pingMs: [
      'timer',
      'ms',
      'between two questions whether the listening connection lives',
      'A connection that only listens never errs by itself; until it is found dead, logs are read each second.',
    ],
    answerMs: ['timer', 'ms', 'the listening connection answers', 'The same as any call of the backplane.'],
    firstRetryMs: ['retry', 'ms', 'first wait before listening again; then doubled', 'As for Redis.'],
    maxRetryMs: ['retry', 'ms', 'longest wait before listening again', 'As for Redis.'],
  }),
  ...boundsOf('core/backplane/queue-connections.ts', 'queueConnectionLimits', queueConnectionLimits, {
    connections: [
      'pool',
      'connections',
      'of one BullMQ object, where Postgres is the backplane',
      'One that waits for jobs, one that moves them, one for the rest.',
    ],
    connectMs: ['timer', 'ms', 'BullMQ connects to Postgres', 'The same as for the store.'],
    closeMs: ['timer', 'ms', 'closing a queue', 'A deploy should not wait for a Redis that is away.'],
  }),
];

const queue: Bound[] = [
  ...boundsOf('core/backplane/job-consumer.ts', 'consumerLimits', consumerLimits, {
    lockMs: [
      'timer',
      'ms',
      'a job stays with a worker that fell silent',
      'As long as a lease: a turn that was taken and not claimed waits for it. Half of it and a silent connection fit into it.',
    ],
    stalledCheckMs: ['timer', 'ms', 'between two looks for jobs of silent workers', 'With the lock 6 s.'],
    stuckAfterMs: [
      'timer',
      'ms',
      'the loop that takes jobs may stand still before the worker is not ready',
      'An idle one waits 1 s for a job on Redis; on Postgres 5 s, and for one that is delayed 20 s at most.',
    ],
    maxStalls: [
      'retry',
      'attempts',
      'times a job may lose its worker',
      'More than will happen: a dead worker is not the turn’s fault, and Postgres counts attempts.',
    ],
  }),
  ...boundsOf('core/backplane/turn-producer.ts', 'producerLimits', producerLimits, {
    attempts: [
      'retry',
      'attempts',
      'of one job',
      'More than a turn will ever allow itself; the turn counts and decides.',
    ],
  }),
  ...boundsOf('core/contracts/jobs.ts', 'turnJob.keep', turnJob.keep, {
    completed: {
      count: [
        'queue',
        'jobs',
        'ended well, kept for Bull Board',
        'Enough to see what happened lately, a few megabytes of Redis.',
      ],
      age: ['queue', 's', 'a job that ended well is kept', 'A day: today’s problem can be looked up today.'],
    },
    failed: {
      count: [
        'queue',
        'jobs',
        'failed, kept for Bull Board',
        'More than of the others, since these are looked at; still a few megabytes.',
      ],
      age: ['queue', 's', 'a failed job is kept', 'A week, so that Monday sees the weekend.'],
    },
  }),
];

export const backplaneBounds: readonly Bound[] = [...eventLogBounds, ...redis, ...postgres, ...queue];
