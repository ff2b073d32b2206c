import { eventLogLimits } from '../event-log.js';
import type { SignalBus } from '../signals.js';
import type { Subscriptions } from '../subscriptions.js';
import type { RedisClient } from './connect.js';

export function createRedisSignals(options: {
  client: RedisClient;
  subscriptions: Subscriptions;
}): SignalBus {
  const channel = (name: string) => `aside:signal:${name}`;
  return {
    publish: async (name, payload) => {
      await options.client.publish(channel(name), payload);
    },
    subscribe: (name, listener) =>
      options.subscriptions.subscribe(
        channel(name),
        { onMessage: listener, onGap: () => {} },
        eventLogLimits.appendTimeoutMs,
      ),
  };
}
