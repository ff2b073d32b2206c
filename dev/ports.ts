import type { Config } from '../core/config.js';
import { freePort } from './free-ports.js';
import { StartError } from './start-error.js';
import { tryPort } from './try-port.js';

/**
 * The port that a setting names, or a free one for 0. Asked before anything is started, so that a port in use is one
 * sentence at once and not the crash of a child later.
 */
export async function claimPort(name: string, port: number, host: string): Promise<number> {
  try {
    if (port === 0) return await freePort(host);
    await tryPort(port, host);
    return port;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') {
      throw new StartError(
        `${name} ${port} is taken by another program: stop that one, or set ${name} to a free port.`,
        { cause: error },
      );
    }
    if (code === 'EACCES') {
      throw new StartError(
        `${name} ${port} needs more rights than this user has: set ${name} to a port above 1023.`,
        {
          cause: error,
        },
      );
    }
    throw new StartError(
      `${name} ${port} cannot be listened on at HOST ${host} (${code}): set HOST to 127.0.0.1.`,
      {
        cause: error,
      },
    );
  }
}

/** METRICS_PORT is the server's, and the worker has the next one. Unset: any two, as nobody scrapes them here. */
export async function claimMetricsPorts(
  env: NodeJS.ProcessEnv,
  { metricsPort, http }: Config,
): Promise<[number, number]> {
  const fixed = env.METRICS_PORT ? metricsPort : 0;
  return [
    await claimPort('METRICS_PORT', fixed, http.host),
    await claimPort('METRICS_PORT (and one more, for the worker)', fixed && fixed + 1, http.host),
  ];
}
