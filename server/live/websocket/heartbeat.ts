import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/**
 * Ends a connection whose peer is gone: one that has not answered a ping when the next is due, and one that has taken
 * no byte for `stalledMs` of what is unsent. Stops with the connection.
 */
export function watchHeartbeat(ws: WebSocket, socket: Socket, limits: { pingMs: number; stalledMs: number }) {
  let answered = true;
  ws.on('pong', () => {
    answered = true;
  });
  const ping = setInterval(() => {
    // What is unsent is before the ping, or the answer may be among what is not read just now: not his fault.
    if (socket.writableLength > 0 || ws.isPaused) return;
    if (!answered) return ws.terminate();
    answered = false;
    ws.ping();
  }, limits.pingMs);

  /** How far it has come: what whole writes have taken, and what is left of the one under way. */
  let progress = '';
  let movedAt = performance.now();
  const look = setInterval(() => {
    const progressNow = `${socket.bytesWritten - socket.writableLength} ${leftOfWrite(socket)}`;
    if (progressNow !== progress || socket.writableLength === 0) {
      progress = progressNow;
      movedAt = performance.now();
    } else if (performance.now() - movedAt >= limits.stalledMs) ws.terminate();
  }, limits.stalledMs / 10);

  ws.once('close', () => {
    clearInterval(ping);
    clearInterval(look);
  });
}

/**
 * Bytes of the write under way that the system has not taken. `writableLength` counts a write whole until its end, which
 * for a long event and a slow reader comes after more than `stalledMs`. Node's own `setTimeout` of sockets looks here
 * too, and would not do: whatever the peer sends puts it off.
 */
function leftOfWrite(socket: Socket): number {
  const { _handle: handle } = socket as { _handle?: { writeQueueSize?: number } | null };
  return handle?.writeQueueSize ?? 0;
}
