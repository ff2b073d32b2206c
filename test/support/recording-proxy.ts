import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface RecordingProxy {
  url: string;
  /** Bodies of the requests that came through, as text. */
  bodies: string[];
  close(): Promise<void>;
}

/** Passes everything on to `target`, which may be known later, and keeps what was sent. */
export async function startRecordingProxy(target: () => string): Promise<RecordingProxy> {
  const bodies: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    bodies.push(body.toString());
    const { method, headers, url = '/' } = incoming;
    const onward = ask(new URL(url, target()), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    onward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
