import { randomUUID } from 'node:crypto';
import { startMeasured } from '../child.js';
import type { Stack } from './stack.js';

/** What our stack is compared with: the same parts, put together without its promises. */
export async function startBareStack(options: {
  redisUrl: string;
  bedrockUrl: string;
  concurrency: number;
  profile: string | null;
}): Promise<Stack> {
  const { profile } = options;
  const env = {
    NODE_ENV: 'production',
    REDIS_URL: options.redisUrl,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: options.bedrockUrl,
    WORKER_CONCURRENCY: String(options.concurrency),
  };
  const [server, worker] = await Promise.all([
    startMeasured('bench/bare/server.js', env, 'listening', profile),
    startMeasured('bench/bare/worker.js', env, 'worker ready', profile),
  ]);
  return {
    name: 'bare',
    target: {
      port: Number(server.ready.port),
      markers: { first: 'event:token\n', end: 'event:done\n', failed: 'event:failed\n' },
    },
    createSessions: async (count) =>
      Array.from({ length: count }, () => {
        const id = randomUUID();
        return { id, messages: `/sessions/${id}/messages`, events: `/sessions/${id}/events`, headers: {} };
      }),
    usage: async () => ({ server: await server.usage('usage'), worker: await worker.usage('usage') }),
    stop: async () => {
      await Promise.all([server.stop(), worker.stop()]);
    },
  };
}
