import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from '../../logger.js';
import type { ChannelListener, Subscriptions } from '../subscriptions.js';
import { withinMs } from '../within-ms.js';
import type { RedisClient } from './connect.js';

/** How often the connection has to hear a message that this process sends itself. */
export const ECHO_MS = 4_000;

/**
 * Subscriptions over `subscriber`, a connection whose `autoResubscribe` is off: ioredis forgets what was subscribed
 * to before a connection was ready, so what is to be heard is kept here and asked for again whenever one is.
 * `commands` sends the echo.
 */
export function createRedisSubscriptions(options: {
  subscriber: Redis;
  commands: RedisClient;
  logger: Logger;
  echoMs?: number;
}): Subscriptions {
  const { subscriber, commands, logger, echoMs = ECHO_MS } = options;
  const channels = new Map<string, { listeners: Set<ChannelListener>; standing: Promise<unknown> }>();
  const echo = `aside:echo:${randomUUID()}`;
  // Whether the connection, or its beginning, has shown since the last look that it is alive.
  let alive = true;

  const onReady = async () => {
    alive = true;
    try {
      await subscriber.subscribe(echo, ...channels.keys());
    } catch (error) {
      logger.warn({ err: error }, 'Redis did not take the subscriptions; connecting again');
      subscriber.disconnect(true);
      return;
    }
    for (const { listeners } of channels.values()) for (const listener of listeners) listener.onGap();
  };
  subscriber.on('ready', onReady);
  if (subscriber.status === 'ready') void onReady();
  subscriber.on('connect', () => {
    alive = true;
  });
  subscriber.on('message', (channel: string, text: string) => {
    if (channel === echo) alive = true;
    const entry = channels.get(channel);
    if (entry) for (const listener of entry.listeners) listener.onMessage(text);
  });

  // A half-open connection, and one that Redis knows nothing of, look like one on which nothing happens.
  const look = async () => {
    const { status } = subscriber;
    if (status !== 'ready' && status !== 'connect') return;
    if (!alive) {
      logger.warn('the subscriptions hear nothing; connecting again');
      subscriber.disconnect(true);
      return;
    }
    alive = false;
    if (status !== 'ready') return;
    // A message that could not be sent says nothing about hearing.
    await commands.publish(echo, '').catch(() => {
      alive = true;
    });
  };
  const looking = setInterval(look, echoMs);
  looking.unref();

  const leave = (channel: string, listener: ChannelListener) => {
    const entry = channels.get(channel);
    if (!entry?.listeners.delete(listener) || entry.listeners.size > 0) return;
    channels.delete(channel);
    subscriber.unsubscribe(channel).catch((error) => {
      logger.debug({ err: error, channel }, 'a channel could not be left');
    });
  };

  return {
    subscribe: async (channel, listener, limitMs) => {
      let entry = channels.get(channel);
      if (!entry) {
        entry = { listeners: new Set(), standing: subscriber.subscribe(channel) };
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
    close: async () => {
      clearInterval(looking);
      subscriber.off('ready', onReady);
    },
  };
}
