import type { Redis } from 'ioredis';
import type { Logger } from '../../logger.js';
import type { ChannelListener, Subscriptions } from '../subscriptions.js';
import { withinMs } from '../within-ms.js';

/** How often a connection on which nothing else is sent is asked whether it is alive. */
const PING_MS = 5_000;

export function createRedisSubscriptions(options: { client: Redis; logger: Logger }): Subscriptions {
  const { client, logger } = options;
  const channels = new Map<string, { listeners: Set<ChannelListener>; standing: Promise<unknown> }>();

  client.on('message', (channel: string, text: string) => {
    const entry = channels.get(channel);
    if (entry) for (const listener of entry.listeners) listener.onMessage(text);
  });
  let connectedBefore = client.status === 'ready';
  client.on('ready', async () => {
    if (connectedBefore) {
      // ioredis subscribes again by itself; the answer to a command sent after that tells that it is done.
      await client.ping().catch(() => {});
      for (const { listeners } of channels.values()) for (const listener of listeners) listener.onGap();
    }
    connectedBefore = true;
  });
  // Without a question a half-open connection is never found out: it only ever receives.
  const pinger = setInterval(() => {
    if (client.status === 'ready') client.ping().catch(() => {});
  }, PING_MS);
  pinger.unref();

  const leave = (channel: string, listener: ChannelListener) => {
    const entry = channels.get(channel);
    if (!entry?.listeners.delete(listener) || entry.listeners.size > 0) return;
    channels.delete(channel);
    client.unsubscribe(channel).catch((error) => {
      logger.debug({ err: error, channel }, 'a channel could not be left');
    });
  };

  return {
    subscribe: async (channel, listener, limitMs) => {
      let entry = channels.get(channel);
      if (!entry) {
        entry = { listeners: new Set(), standing: client.subscribe(channel) };
        // A rejection reaches whoever waits below; nobody may be waiting any more.
        entry.standing.catch(() => {});
        channels.set(channel, entry);
      }
      entry.listeners.add(listener);
      try {
        await withinMs(entry.standing, limitMs, 'Redis did not confirm a subscription in time');
      } catch (error) {
        leave(channel, listener);
        throw error;
      }
      return () => leave(channel, listener);
    },
    close: async () => clearInterval(pinger),
  };
}
