import { type IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A caller of another protocol gets this long for everything before the switch, reading a refusal included. */
export const HANDSHAKE_MS = 15_000;

export interface Upgrade {
  socket: Socket;
  /** What the caller sent behind his request. */
  head: Buffer;
}

const waiting = new WeakMap<IncomingMessage, Upgrade>();

/**
 * Lets a request that asks for another protocol pass through `listener` like any other, with a response of its own:
 * so it meets the same middleware, and is refused in the same words. Who may switch calls {@link takeSocket}.
 */
export function upgradeThrough(listener: RequestListener) {
  return (req: IncomingMessage, socket: Socket, head: Buffer): void => {
    const res = new ServerResponse(req);
    res.shouldKeepAlive = false;
    res.assignSocket(socket);
    res.once('finish', () => socket.destroySoon());
    // Node has let go of the socket, and with it of its errors and its time limits.
    socket.on('error', () => socket.destroy());
    socket.setTimeout(HANDSHAKE_MS, () => socket.destroy());
    waiting.set(req, { socket, head });
    listener(req, res);
  };
}

/** The bare connection under `res`, which can answer no more; null for an ordinary request. */
export function takeSocket(req: IncomingMessage, res: ServerResponse): Upgrade | null {
  const upgrade = waiting.get(req);
  if (!upgrade) return null;
  waiting.delete(req);
  upgrade.socket.setTimeout(0);
  res.detachSocket(upgrade.socket);
  return upgrade;
}

export function asksToUpgrade(req: IncomingMessage): boolean {
  return waiting.has(req);
}
