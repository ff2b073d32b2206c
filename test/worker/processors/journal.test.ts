import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { prepareQueues } from '../../../core/backplane/prepare-queues.js';
import { createTurnProducer, type TurnProducer } from '../../../core/backplane/turn-producer.js';
import { turnJob } from '../../../core/contracts/jobs.js';
import { newId } from '../../../core/domain/ids.js';
import { createJournal } from '../../../worker/processors/journal.js';
import { eventually } from '../../support/eventually.js';
import { silentLogger as logger } from '../../support/logger.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { testRedisUrl } from '../../support/redis.js';
import { backplaneKinds } from '../../support/server.js';

describe.each(backplaneKinds)('what a turn tells its operators, with %s as the backplane', (backplane) => {
  let database: TestDatabase;
  let producer: TurnProducer;
  beforeAll(async () => {
    database = await createTestDatabase({ migrated: true });
    const redisUrl = backplane === 'redis' ? testRedisUrl() : null;
    const config = { production: false, databaseUrl: database.url, redisUrl };
    await prepareQueues(config);
    producer = createTurnProducer({ config, deliverWithinMs: 5_000, logger });
    await producer.ready();
  });
  afterAll(async () => {
    await producer.close();
    await database.drop();
  });

  test('is there line by line and in order, also what came at the same moment', async () => {
    const { queue } = producer;
    const jobId = turnJob.id(newId(), 0);
    const payload = { turn_id: newId(), session_id: newId(), correlation_id: 'test' };
    // On Redis it may still be connecting.
    const job = await eventually('the queue takes a job', () =>
      queue.add(turnJob.name, payload, { jobId }).catch(() => null),
    );
    const journal = createJournal(job, logger);
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    for (const line of lines.slice(0, 10)) journal.line(line);
    journal.write();
    for (const line of lines.slice(10)) journal.line(line);
    const logged = async () => (await queue.getJobLogs(jobId)).logs;
    await eventually('the last line', async () => (await logged()).includes('line 19'));
    expect(await logged()).toEqual(lines);
    await job.remove();
  });
});
