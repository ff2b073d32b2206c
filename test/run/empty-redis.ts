import { once } from 'node:events';
import { connect } from 'node:net';
import { testRedisUrl } from '../support/redis.js';

/**
 * Suites that run one after the other in a process share a database of the Redis that was started for the run, and
 * would find each other's jobs and schedules. One that was given is left as it is.
 */
export async function emptyRedis(): Promise<void> {
  const url = process.env.TEST_REDIS_IS_OWN ? testRedisUrl() : null;
  if (!url) return;
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(`SELECT ${pathname.slice(1)}\r\nFLUSHDB\r\nQUIT\r\n`);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  await once(socket, 'close');
  if (!answer.startsWith('+OK\r\n+OK\r\n')) throw new Error(`Redis was not emptied: ${answer.trim()}`);
}
