import { AsideError } from '../domain/errors.js';
import type { Db } from './data-source.js';
import { turnLimits } from './turns.js';

/** Keys for what is done in a transaction of several statements; those of a plain question are in `post-message.ts`. */

const KEY_LIVES = `interval '${turnLimits.keyHours} hours'`;

/** What a key was used for, while it counts. */
export async function findKey(
  db: Db,
  userId: string,
  key: string,
): Promise<{ requestHash: Buffer; turnId: string } | null> {
  const [row] = await db.query(
    `SELECT request_hash, turn_id FROM idempotency_keys
     WHERE user_id = $1 AND key = $2 AND created_at > now() - ${KEY_LIVES}`,
    [userId, key],
  );
  return row ? { requestHash: row.request_hash, turnId: row.turn_id } : null;
}

/** @throws AsideError IDEMPOTENCY_KEY_REUSED when another request has it, in this moment or before */
export async function keepKey(
  db: Db,
  input: { userId: string; key: string; requestHash: Buffer; turnId: string },
): Promise<void> {
  const rows: unknown[] = await db.query(
    `INSERT INTO idempotency_keys AS k (user_id, key, request_hash, turn_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT (user_id, key) DO UPDATE SET
       request_hash = excluded.request_hash, turn_id = excluded.turn_id, created_at = now()
     WHERE k.created_at <= now() - ${KEY_LIVES}
     RETURNING 1`,
    [input.userId, input.key, input.requestHash, input.turnId],
  );
  if (rows.length === 0) throw new AsideError('IDEMPOTENCY_KEY_REUSED');
}
