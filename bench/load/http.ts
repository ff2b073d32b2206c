import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/*
 * HTTP/1.1 with no more work than this needs, so that the clients of both stacks cost next to nothing beside what
 * they measure.
 */

export function requestHead(
  method: string,
  path: string,
  port: number,
  headers: Record<string, string>,
): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${lines.join('')}`;
}

export function openSocket(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  return socket;
}

/** A connection that is kept open for a conversation, for one request at a time. */
export interface PostConnection {
  /** Resolves when the whole answer has come; rejects unless it is a 202. */
  post(path: string, headers: Record<string, string>, body: string): Promise<void>;
  close(): void;
}

export async function openPostConnection(port: number): Promise<PostConnection> {
  const socket = openSocket(port);
  await once(socket, 'connect');
  let waiting: { resolve(): void; reject(error: Error): void } | null = null;
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    const length = answerLength(received);
    if (length === null || received.length < length) return;
    const answer = received.slice(0, length);
    received = received.slice(length);
    if (answer.startsWith('HTTP/1.1 202')) waiting?.resolve();
    else waiting?.reject(new Error(`a message was not taken: ${answer.slice(0, 2_000)}`));
    waiting = null;
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the connection was closed before the answer')));

  return {
    post: (path, headers, body) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        const length = String(Buffer.byteLength(body));
        const all = { ...headers, 'Content-Type': 'application/json', 'Content-Length': length };
        socket.write(`${requestHead('POST', path, port, all)}\r\n${body}`);
      }),
    close: () => socket.destroy(),
  };
}

/** Of head and body together; null while the head is not complete. Every answer here says its length. */
function answerLength(received: string): number | null {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const length = /^content-length: *(\d+)/im.exec(received.slice(0, end))?.[1];
  if (length === undefined) throw new Error(`an answer without a length: ${received.slice(0, end)}`);
  return end + 4 + Number(length);
}
