import { Client } from 'pg';
import type { Logger } from '../../logger.js';
import type { ChannelListener, Subscriptions } from '../subscriptions.js';
import { withinMs } from '../within-ms.js';

export const listenerLimits = {
  /** How often a connection on which nothing else is sent is asked whether it is alive. */
  pingMs: 5_000,
  answerMs: 2_000,
  firstRetryMs: 50,
  maxRetryMs: 1_000,
} as const;

/**
 * LISTEN over one connection, made when the first channel is asked for and made anew whenever it breaks. Channels
 * are few and fixed: who is meant is said in the message, since Postgres looks a channel up in a list.
 */
export function createPostgresListener(options: { url: string; logger: Logger }): Subscriptions {
  const { url, logger } = options;
  const channels = new Map<string, Set<ChannelListener>>();
  let client: Client | null = null;
  let connecting: Promise<Client> | null = null;
  let retryTimer: NodeJS.Timeout | undefined;
  let failures = 0;
  let closed = false;

  const lose = (lost: Client) => {
    if (client !== lost) return;
    client = null;
    lost.end().catch(() => {});
    if (closed) return;
    logger.warn('the connection that listens to Postgres broke; making it anew');
    retry();
  };
  const retry = () => {
    clearTimeout(retryTimer);
    const doubledMs = listenerLimits.firstRetryMs * 2 ** Math.min(failures++, 10);
    const delayMs = Math.min(doubledMs, listenerLimits.maxRetryMs);
    retryTimer = setTimeout(() => {
      connection().then(
        () => {
          for (const listeners of channels.values()) for (const listener of listeners) listener.onGap();
        },
        () => {
          if (!closed) retry();
        },
      );
    }, delayMs);
  };

  const connect = async (): Promise<Client> => {
    const fresh = new Client({
      connectionString: url,
      application_name: 'aside-listener',
      connectionTimeoutMillis: listenerLimits.answerMs,
      query_timeout: listenerLimits.answerMs,
      keepAlive: true,
    });
    fresh.on('error', () => lose(fresh));
    fresh.on('end', () => lose(fresh));
    fresh.on('notification', ({ channel, payload }) => {
      const listeners = channels.get(channel);
      if (listeners) for (const listener of listeners) listener.onMessage(payload ?? '');
    });
    try {
      await fresh.connect();
      for (const channel of channels.keys()) await fresh.query(`LISTEN ${fresh.escapeIdentifier(channel)}`);
      if (closed) throw new Error('the listener is closed');
    } catch (error) {
      fresh.end().catch(() => {});
      throw error;
    }
    client = fresh;
    failures = 0;
    return fresh;
  };
  const connection = async (): Promise<Client> => {
    if (client) return client;
    connecting ??= connect().finally(() => {
      connecting = null;
    });
    return await connecting;
  };

  const pinger = setInterval(() => {
    const asked = client;
    asked?.query('SELECT 1').catch(() => lose(asked));
  }, listenerLimits.pingMs);
  pinger.unref();

  const listen = async (channel: string) => {
    const standing = await connection();
    await standing.query(`LISTEN ${standing.escapeIdentifier(channel)}`);
  };
  const leave = (channel: string, listener: ChannelListener) => {
    const listeners = channels.get(channel);
    if (!listeners?.delete(listener) || listeners.size > 0) return;
    channels.delete(channel);
    client?.query(`UNLISTEN ${client.escapeIdentifier(channel)}`).catch(() => {});
  };

  return {
    subscribe: async (channel, listener, limitMs) => {
      const listeners = channels.get(channel) ?? new Set();
      channels.set(channel, listeners.add(listener));
      try {
        await withinMs(listen(channel), limitMs, 'Postgres did not confirm LISTEN in time');
      } catch (error) {
        leave(channel, listener);
        throw error;
      }
      return () => leave(channel, listener);
    },
    close: async () => {
      closed = true;
      clearInterval(pinger);
      clearTimeout(retryTimer);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
