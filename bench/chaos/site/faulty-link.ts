import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a program and a store, and does to their connections what networks do. */
export interface FaultyLink {
  port: number;
  /** Everything passes again; what was cut or swallowed stays so. */
  heal(): void;
  /** Ends every connection, and refuses new ones until healed. */
  cut(): void;
  /** Swallows what is sent on every connection, also on new ones, and ends none. */
  swallow(): void;
  /** Swallows on those that there are, for ever; new ones pass. */
  halfOpen(): void;
  /** From now on what comes from the store arrives so much later; 0 is at once. */
  delay(ms: number): void;
  close(): Promise<void>;
}

interface Pair {
  near: Socket;
  far: Socket;
  swallowed: boolean;
}

export async function startFaultyLink(port: number): Promise<FaultyLink> {
  let mode: 'pass' | 'cut' | 'swallow' = 'pass';
  let delayMs = 0;
  /** The newest delay that was not 0. */
  let lateMs = 0;
  const pairs = new Set<Pair>();

  const server = createServer((near) => {
    if (mode === 'cut') return void near.destroy();
    const far = connect({ port, host: '127.0.0.1' });
    const pair: Pair = { near, far, swallowed: mode === 'swallow' };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    const pass = (from: Socket, to: Socket) => {
      let late = 0;
      from.setNoDelay(true);
      from.on('data', (chunk) => {
        if (pair.swallowed || mode === 'swallow') return;
        // What is still on its way is not overtaken when the delay ends.
        if (from === far && (delayMs > 0 || late > 0)) {
          late += 1;
          return void setTimeout(() => {
            late -= 1;
            if (to.writable) to.write(chunk);
          }, lateMs);
        }
        if (to.write(chunk)) return;
        from.pause();
        to.once('drain', () => from.resume());
      });
      from.on('error', end);
      // A far end that went away cannot be seen through a link that swallows.
      from.on('close', () => {
        if (from === near || !pair.swallowed) end();
      });
    };
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    heal: () => {
      mode = 'pass';
      delayMs = 0;
    },
    delay: (ms) => {
      delayMs = ms;
      if (ms > 0) lateMs = ms;
    },
    cut: () => {
      mode = 'cut';
      for (const { near } of [...pairs]) near.destroy();
    },
    swallow: () => {
      mode = 'swallow';
      for (const pair of pairs) pair.swallowed = true;
    },
    halfOpen: () => {
      for (const pair of pairs) pair.swallowed = true;
    },
    close: async () => {
      for (const { near, far } of [...pairs]) {
        near.destroy();
        far.destroy();
      }
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
