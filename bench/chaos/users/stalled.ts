import { connect, type Socket } from 'node:net';

/** Opens a stream and reads nothing of it; the socket's buffers fill, and then the server's. */
export function stall(address: string, path: string, headers: Record<string, string>): Promise<Socket> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('error', reject);
    socket.once('connect', () => {
      const lines = Object.entries({ host: hostname, ...headers }).map(
        ([name, value]) => `${name}: ${value}`,
      );
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.pause();
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

/** Opens so many that read nothing, of the sessions in turn. */
export function stallAll(
  count: number,
  chats: readonly { id: string }[],
  open: (id: string) => Promise<Socket>,
) {
  return Promise.all(
    Array.from({ length: count }, (_, index) => open(chats[index % chats.length]?.id ?? '')),
  );
}
