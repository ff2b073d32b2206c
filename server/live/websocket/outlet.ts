import type { Socket } from 'node:net';
import { WebSocket } from 'ws';

/** The writing side of one WebSocket, shared by all sessions that it follows. */
export interface Outlet {
  send(text: string | Buffer): void;
  /** True while so much is unsent that no more may be written, and from the goodbye on. */
  isFull(): boolean;
  onDrain(listener: () => void): () => void;
  /** Resolves when there is room, or the connection has ended. */
  room(): Promise<void>;
}

export function createOutlet(ws: WebSocket, socket: Socket, unsentBytes: number): Outlet {
  const listeners = new Set<() => void>();
  const isFull = () => ws.readyState !== WebSocket.OPEN || socket.writableLength > unsentBytes;
  const onDrain = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const drained = () => {
    const inTurn = [...listeners];
    // Who was first now is last the next time, so that no session keeps the socket full for the others.
    const [first] = inTurn;
    if (first) {
      listeners.delete(first);
      listeners.add(first);
    }
    for (const listener of inTurn) listener();
  };
  socket.on('drain', drained);
  ws.once('close', drained);
  return {
    send: (text) => {
      if (ws.readyState === WebSocket.OPEN) ws.send(text, { binary: false });
    },
    isFull,
    onDrain,
    room: () =>
      new Promise((resolve) => {
        const check = () => {
          if (isFull() && ws.readyState === WebSocket.OPEN) return;
          stop();
          resolve();
        };
        const stop = onDrain(check);
        check();
      }),
  };
}
