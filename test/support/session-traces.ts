import { Redis } from 'ioredis';
import type { TestServer } from './server.js';

const tables = ['event_log_heads', 'event_log_events', 'event_log_once'];

/** What the event log's store holds of one session, reached past the event log. */
export interface SessionTraces {
  /** Loses all of it, as an hour without an append does. */
  forget(sessionId: string): Promise<void>;
  /** What of it would stay for ever. */
  unending(sessionId: string): Promise<string[]>;
  close(): Promise<void>;
}

export function sessionTraces({ config, database }: TestServer): SessionTraces {
  const { redisUrl } = config;
  if (redisUrl === null) {
    return {
      forget: async (sessionId) => {
        for (const table of tables) {
          await database.query(`DELETE FROM ${table} WHERE session_id = $1`, [sessionId]);
        }
      },
      unending: async (sessionId) => {
        await database.query(
          `UPDATE event_log_heads SET touched_at = now() - interval '2 hours' WHERE session_id = $1`,
          [sessionId],
        );
        await database.query(
          `UPDATE event_log_once SET expires_at = now() - interval '2 hours' WHERE session_id = $1`,
          [sessionId],
        );
        await database.query(`SELECT event_log_sweep('1 hour', 10000)`);
        const left: string[] = [];
        for (const table of tables) {
          const rows = await database.query(`SELECT 1 FROM ${table} WHERE session_id = $1`, [sessionId]);
          left.push(...rows.map(() => table));
        }
        return left;
      },
      close: async () => undefined,
    };
  }
  const client = new Redis(redisUrl);
  const keysOf = (sessionId: string) => client.keys(`aside:*${sessionId}*`);
  return {
    forget: async (sessionId) => {
      const keys = await keysOf(sessionId);
      if (keys.length > 0) await client.del(keys);
    },
    unending: async (sessionId) => {
      const keys = await keysOf(sessionId);
      const times = await Promise.all(keys.map((key) => client.pttl(key)));
      return keys.filter((_key, index) => times[index] === -1);
    },
    close: async () => client.disconnect(),
  };
}
