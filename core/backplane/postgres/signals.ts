import type { Pool } from 'pg';
import { eventLogLimits } from '../event-log.js';
import type { SignalBus } from '../signals.js';
import type { Subscriptions } from '../subscriptions.js';

export function createPostgresSignals(options: { pool: Pool; subscriptions: Subscriptions }): SignalBus {
  const channel = (name: string) => `aside_signal_${name}`;
  return {
    publish: async (name, payload) => {
      await options.pool.query('SELECT pg_notify($1, $2)', [channel(name), payload]);
    },
    subscribe: (name, listener) =>
      options.subscriptions.subscribe(
        channel(name),
        { onMessage: listener, onGap: () => {} },
        eventLogLimits.appendTimeoutMs,
      ),
  };
}
