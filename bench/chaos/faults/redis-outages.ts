import type { RedisStore } from '../site/stores.js';

/** One way for Redis to be away, and to come back. */
export interface Outage {
  name: string;
  title: string;
  quick: boolean;
  seconds: number;
  /** Event logs are not what they were afterwards: readers get a snapshot. */
  forgets: boolean;
  /** New connections pass all the time. */
  returnsAtOnce?: boolean;
  begin(redis: RedisStore): Promise<unknown>;
  end(redis: RedisStore): Promise<unknown>;
}

const away = (seconds: number, quick: boolean): Outage => ({
  name: `redis-away-${seconds}s`,
  title: `Redis cannot be reached for ${seconds} s while answers are written and users go on asking`,
  quick,
  seconds,
  forgets: false,
  begin: async ({ link }) => link.cut(),
  end: async ({ link }) => link.heal(),
});

export const outages: readonly Outage[] = [
  away(1, true),
  away(7, false),
  away(30, false),
  {
    name: 'redis-killed',
    title: 'Redis is killed and started again 5 s later from what it had saved',
    quick: false,
    seconds: 5,
    forgets: true,
    begin: (redis) => redis.kill(),
    end: (redis) => redis.start(),
  },
  {
    name: 'redis-half-open',
    title: 'every connection to Redis is swallowed without being closed; new ones pass',
    quick: false,
    seconds: 10,
    forgets: false,
    returnsAtOnce: true,
    begin: async ({ link }) => link.halfOpen(),
    end: async () => undefined,
  },
  {
    name: 'redis-blackhole',
    title: 'what is sent to Redis vanishes for 10 s, also on new connections',
    quick: false,
    seconds: 10,
    forgets: false,
    begin: async ({ link }) => link.swallow(),
    end: async ({ link }) => link.heal(),
  },
  {
    name: 'redis-paused',
    title: 'Redis answers nobody for 10 s (CLIENT PAUSE)',
    quick: false,
    seconds: 10,
    forgets: false,
    begin: (redis) => redis.command('CLIENT', 'PAUSE', 10_000, 'ALL'),
    end: async () => undefined,
  },
];
