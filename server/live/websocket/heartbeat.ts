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

  let taken = 0;
  let movedAt = performance.now();
  const look = setInterval(() => {
    const now = performance.now();
    const takenNow = socket.bytesWritten - socket.writableLength;
    if (takenNow !== taken || socket.writableLength === 0) {
      taken = takenNow;
      movedAt = now;
    } else if (now - movedAt >= limits.stalledMs) ws.terminate();
  }, limits.stalledMs / 10);

  ws.once('close', () => {
    clearInterval(ping);
    clearInterval(look);
  });
}
