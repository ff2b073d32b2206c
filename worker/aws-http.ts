import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Of the connections to AWS. */
export const awsHttpLimits = { idleMs: 60_000 } as const;

/**
 * How an AWS client speaks HTTP: on kept connections of HTTP/1.1, each closed by us when nobody has used it for a minute.
 * Whoever is at the other end closes it some time too (a load balancer, a NAT gateway after 350 s, the latter without a
 * word), and a request that is sent on it then fails or hangs. Node.js closes none of its own accord.
 *
 * @param answerMs from the request to the head of its answer; without it, the caller watches the time
 */
export function awsHttp(how: {
  connectMs: number;
  answerMs?: number;
  sockets: number;
  idleMs?: number;
}): NodeHttpHandler {
  const { connectMs, answerMs, sockets, idleMs = awsHttpLimits.idleMs } = how;
  // A request that is under way is not ended by this time-out.
  const agent = { keepAlive: true, maxSockets: sockets, timeout: idleMs };
  return new NodeHttpHandler({
    connectionTimeout: connectMs,
    // Without the second one the first only logs a warning.
    ...(answerMs === undefined ? {} : { requestTimeout: answerMs, throwOnRequestTimeout: true }),
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
  });
}
