import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ConfigError } from './config.js';

export const httpLimits = {
  /** Longer than the 60 s after which load balancers drop an idle connection: they must be the ones who close. */
  keepAliveMs: 65_000,
  /** For a request to arrive completely, its body too. */
  requestMs: 30_000,
  headersMs: 15_000,
  /** While draining: how often connections that have become idle are closed. */
  closeIdleEveryMs: 50,
} as const;

export interface HttpServer {
  /** Resolves to the port. A port that cannot be had is a ConfigError that names `setting`. */
  listen(address: { port: number; host: string }, setting: 'PORT' | 'METRICS_PORT'): Promise<number>;
  /**
   * Takes no new connection, and resolves when the open requests have been answered, each as the last one of its
   * connection, or after `graceMs`, when what is left is cut off.
   */
  close(graceMs: number): Promise<void>;
}

/** Takes a request for another protocol, with its bare connection and what was sent behind it. */
type UpgradeListener = (req: IncomingMessage, socket: Socket, head: Buffer) => void;

/** `onUpgrade` is asked for WebSockets; without it, requests for another protocol are ordinary ones. */
export function createHttpServer(listener: RequestListener, onUpgrade?: UpgradeListener): HttpServer {
  const open = new Set<ServerResponse>();
  /** Connections that are no longer Node's to close. */
  const upgraded = new Set<Socket>();
  let closing = false;
  const limits = {
    requestTimeout: httpLimits.requestMs,
    headersTimeout: httpLimits.headersMs,
    keepAliveTimeout: httpLimits.keepAliveMs,
    // Known to Node from 22.21 and 24.9 on; for the others see `asOrdinary`.
    shouldUpgradeCallback: wantsWebSocket,
  };
  const server = createServer(limits, (req, res) => {
    if (closing) endConnectionWith(res);
    open.add(res);
    res.once('close', () => open.delete(res));
    listener(req, res);
  });
  if (onUpgrade) {
    server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
      if (!wantsWebSocket(req)) {
        socket.unshift(asOrdinary(req, head));
        server.emit('connection', socket);
        return;
      }
      upgraded.add(socket);
      socket.once('close', () => upgraded.delete(socket));
      onUpgrade(req, socket, head);
    });
  }
  return {
    listen: async (address, setting) => {
      server.listen(address.port, address.host);
      try {
        await once(server, 'listening');
      } catch (cause) {
        throw new ConfigError(sentence(cause, address, setting), { cause });
      }
      return (server.address() as AddressInfo).port;
    },
    close: async (graceMs) => {
      if (!server.listening) return;
      closing = true;
      for (const res of open) endConnectionWith(res);
      const closed = once(server, 'close');
      server.close();
      const closeIdle = setInterval(() => server.closeIdleConnections(), httpLimits.closeIdleEveryMs);
      const cutOff = setTimeout(() => {
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }, graceMs);
      await closed;
      clearInterval(closeIdle);
      clearTimeout(cutOff);
    },
  };
}

function wantsWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * A request of a client that offers HTTP/2 on every request, as it was sent but for the offer: read once more, it is an
 * ordinary one. Node had let go of its connection, and would not have read its body.
 */
function asOrdinary({ method, url, rawHeaders }: IncomingMessage, head: Buffer): Buffer {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.toLowerCase() !== 'upgrade') lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]);
}

/** The caller's next request goes to another process. */
function endConnectionWith(res: ServerResponse): void {
  if (!res.headersSent) res.setHeader('Connection', 'close');
}

function sentence(cause: unknown, { port, host }: { port: number; host: string }, setting: string): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE')
    return `${setting} ${port} is taken by another program: set ${setting} to a free port.`;
  if (code === 'EACCES')
    return `${setting} ${port} may not be used by this user: set ${setting} to a port above 1023.`;
  return `HOST ${host} with ${setting} ${port} cannot be listened on (${String(code ?? cause)}): set HOST to an address of this machine.`;
}
