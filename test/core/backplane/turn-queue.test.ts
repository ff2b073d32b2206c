import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { createJobConsumer, type JobConsumer } from '../../../core/backplane/job-consumer.js';
import { prepareQueues } from '../../../core/backplane/prepare-queues.js';
import { createTurnProducer, type TurnProducer } from '../../../core/backplane/turn-producer.js';
import { type TurnJob, turnJob } from '../../../core/contracts/jobs.js';
import { newId } from '../../../core/domain/ids.js';
import { eventually } from '../../support/eventually.js';
import { silentLogger as logger } from '../../support/logger.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { type OwnRedis, redisServerInstalled, startRedis } from '../../support/redis.js';

const turn = () => ({ id: newId(), sessionId: newId(), epoch: 0, correlationId: 'test' });

const DELIVER_WITHIN_MS = 2_500;

interface Queue {
  producer: TurnProducer;
  consumer: JobConsumer<TurnJob>;
  /** Ids of the turns that were taken. */
  taken: string[];
  close(): Promise<void>;
}

function openQueue(
  config: { databaseUrl: string; redisUrl: string | null },
  stuckAfterMs = 30_000,
  process: () => Promise<string> = async () => 'seen',
): Queue {
  const taken: string[] = [];
  const producer = createTurnProducer({ config, deliverWithinMs: DELIVER_WITHIN_MS, logger });
  const consumer = createJobConsumer<TurnJob>({
    config,
    job: turnJob,
    concurrency: 1,
    processor: async (job) => {
      taken.push(job.data.turn_id);
      return process();
    },
    retryDelayMs: () => 1_000,
    logger,
    limits: { stuckAfterMs },
  });
  const close = async () => {
    await consumer.close(true);
    await producer.close();
  };
  return { producer, consumer, taken, close };
}

/** As a worker does whose clock is ten minutes fast. */
async function replacesDelayed(config: { databaseUrl: string; redisUrl: string | null }): Promise<void> {
  const queue = openQueue(config);
  const given = turn();
  const job = { turn_id: given.id, session_id: given.sessionId, correlation_id: given.correlationId };
  const jobId = turnJob.id(given.id, given.epoch);
  await eventually('the queue takes a job', () =>
    queue.producer.queue.add(turnJob.name, job, { jobId, delay: 600_000 }).catch(() => null),
  );
  void queue.consumer.run();
  await queue.producer.deliver(given);
  expect(await (await queue.producer.queue.getJob(jobId))?.getState()).toBe('delayed');
  await queue.producer.deliver(given, { replace: true });
  await eventually('it is taken', () => queue.taken.includes(given.id));
  await queue.close();
}

describe('the queue of turns, on Postgres alone', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    await prepareQueues({ databaseUrl: database.url, redisUrl: null });
  });
  afterAll(() => database.drop());

  test('a consumer says that it takes jobs once the queue has answered it, also where there is none', async () => {
    const queue = openQueue({ databaseUrl: database.url, redisUrl: null });
    expect(queue.consumer.isTaking()).toBe(false);
    void queue.consumer.run();
    await eventually('it takes jobs', () => queue.consumer.isTaking());
    await queue.close();
    expect(queue.consumer.isTaking()).toBe(false);
  });

  test('a job that a wrong clock put off is replaced when its turn is due', () =>
    replacesDelayed({ databaseUrl: database.url, redisUrl: null }));

  test('a consumer that looked for no job for too long does not take any', async () => {
    const queue = openQueue({ databaseUrl: database.url, redisUrl: null }, 0);
    void queue.consumer.run();
    const given = turn();
    await queue.producer.deliver(given);
    await eventually('the job is taken', () => queue.taken.includes(given.id));
    await eventually('it is found stuck', () => !queue.consumer.isTaking());
    await queue.close();
  });

  test('one that has as many jobs as it may is not stuck', async () => {
    let finish: (result: string) => void = () => undefined;
    const working = new Promise<string>((resolve) => {
      finish = resolve;
    });
    const queue = openQueue({ databaseUrl: database.url, redisUrl: null }, 0, () => working);
    void queue.consumer.run();
    await queue.producer.deliver(turn());
    await eventually('the job is taken', () => queue.taken.length === 1);
    expect(queue.consumer.isTaking()).toBe(true);
    finish('seen');
    await queue.close();
  });
});

if (redisServerInstalled()) {
  describe('the queue of turns, on a Redis of its own', () => {
    test('a job that a wrong clock put off is replaced when its turn is due', async () => {
      const redis = await startRedis();
      await replacesDelayed({ databaseUrl: '', redisUrl: redis.url });
      await redis.stop();
    });

    test('a cluster with a password takes and gives jobs, through the nodes that it names itself', async () => {
      const password = randomUUID();
      const redis = await startCluster(password);
      const node = `redis://:${password}@127.0.0.1:${redis.port}`;
      const queue = openQueue({ databaseUrl: '', redisUrl: `${node},${node}` });
      void queue.consumer.run();
      await eventually('it takes jobs', () => queue.consumer.isTaking());
      const given = turn();
      await eventually('the turn is handed over', () =>
        queue.producer.deliver(given).then(
          () => true,
          () => false,
        ),
      );
      await eventually('the turn is taken', () => queue.taken.includes(given.id));
      await queue.close();
      await redis.stop();
    });

    test.each(['SIGKILL', 'SIGSTOP'] as const)(
      'while Redis is away by %s, handing over is refused in time, and what comes after it is delivered',
      async (signal) => {
        const redis = await startRedis();
        const queue = openQueue({ databaseUrl: '', redisUrl: redis.url });
        void queue.consumer.run();
        const [before, after] = [turn(), turn()];
        await eventually('the first is handed over', () =>
          queue.producer.deliver(before).then(
            () => true,
            () => false,
          ),
        );
        await eventually('the first is taken', () => queue.taken.includes(before.id));
        await redis.signal(signal);
        const begun = performance.now();
        await expect(queue.producer.deliver(turn())).rejects.toThrow();
        // Well before anything else would end the wait; how well is no matter on a busy machine.
        expect(performance.now() - begun).toBeLessThan(DELIVER_WITHIN_MS * 4);
        if (signal === 'SIGSTOP') await redis.signal('SIGCONT');
        else await redis.start();
        await eventually('the second is handed over', () =>
          queue.producer.deliver(after).then(
            () => true,
            () => false,
          ),
        );
        await eventually('the second is taken', () => queue.taken.includes(after.id), 20_000);
        await queue.close();
        await redis.stop();
      },
    );
  });
} else {
  test.skip('the queue of turns on Redis: redis-server is not installed here', () => undefined);
}

async function startCluster(password: string): Promise<OwnRedis> {
  const redis = await startRedis([
    '--cluster-enabled',
    'yes',
    '--cluster-announce-ip',
    '127.0.0.1',
    '--requirepass',
    password,
  ]);
  const admin = new Redis(redis.url, { password });
  await admin.cluster('ADDSLOTSRANGE', 0, 16_383);
  await eventually('the cluster is up', async () =>
    (await admin.cluster('INFO')).includes('cluster_state:ok'),
  );
  admin.disconnect();
  return redis;
}
