import { once } from 'node:events';
import { connect } from 'node:net';
import { testRedisUrl } from './redis.js';

/*
 * Before each suite: suites that run one after the other in a process share a database of the Redis that was started
 * for the run, and would find each other's jobs and schedules. One that was given is left as it is.
 */
const url = process.env.TEST_REDIS_IS_OWN ? testRedisUrl() : null;
if (url) {
  const { hostname, port, pathname } = new URL(url);
  // By hand, since loading a client for each suite would take longer than all of this.
  const socket = connect(Number(port), hostname);
  socket.end(`SELECT ${pathname.slice(1)}\r\nFLUSHDB\r\nQUIT\r\n`);
  socket.resume();
  await once(socket, 'close');
}
