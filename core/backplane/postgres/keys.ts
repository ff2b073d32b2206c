import type { Pool } from 'pg';
import type { KeyStore } from '../keys.js';

export function createPostgresKeys(pool: Pool): KeyStore {
  const valueBy = async (text: string, key: string): Promise<string | null> => {
    const { rows } = await pool.query<{ value: string; alive: boolean }>(text, [key]);
    return rows[0]?.alive ? rows[0].value : null;
  };
  return {
    get: (key) =>
      valueBy('SELECT value, expires_at > now() AS alive FROM backplane_keys WHERE key = $1', key),
    set: async (key, value, ttlSeconds) => {
      await pool.query(
        `INSERT INTO backplane_keys VALUES ($1, $2, now() + make_interval(secs => $3))
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`,
        [key, value, ttlSeconds],
      );
    },
    take: (key) =>
      valueBy('DELETE FROM backplane_keys WHERE key = $1 RETURNING value, expires_at > now() AS alive', key),
    delete: async (key) => {
      await pool.query('DELETE FROM backplane_keys WHERE key = $1', [key]);
    },
  };
}
