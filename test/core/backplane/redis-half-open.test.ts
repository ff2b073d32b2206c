import { once } from 'node:events';
import { describe, test } from '@jest/globals';
import { startFaultyLink } from '../../../bench/chaos/site/faulty-link.js';
import { connectRedis } from '../../../core/backplane/redis/connect.js';
import { eventually } from '../../support/eventually.js';
import { redisServerInstalled, startRedis } from '../../support/redis.js';

const suite = redisServerInstalled() ? describe : describe.skip;

suite('a connection to Redis (installed here as redis-server) that is dead without being closed', () => {
  test.each(['commands', 'queue-producer'] as const)(
    'is made anew though nobody asks anything on it: %s',
    async (use) => {
      const redis = await startRedis();
      const url = new URL(redis.url);
      const link = await startFaultyLink(Number(url.port));
      url.port = String(link.port);
      const client = connectRedis(url.href, use);
      client.on('error', () => undefined);
      try {
        await once(client, 'ready');
        link.halfOpen();
        let again = false;
        client.once('ready', () => {
          again = true;
        });
        await eventually('there is another connection', () => again);
      } finally {
        client.disconnect();
        await link.close();
        await redis.stop();
      }
    },
  );
});
