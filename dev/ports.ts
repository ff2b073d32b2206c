import { createServer } from 'node:net';
import { StartError } from './start-error.js';

/**
 * The port that a setting names, or a free one for 0. Asked before anything is started, so that a port in use is one
 * sentence at once and not the crash of a child later.
 */
export async function claimPort(name: string, port: number, host: string): Promise<number> {
  try {
    return await tryPort(port, host);
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

function tryPort(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
