import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { AsideSite } from '../site/site.js';
import type { AsideChat } from '../users/aside-chat.js';

/** From now on every transaction is of this level: connections are made anew. */
export async function isolate({ postgres }: AsideSite, level: string): Promise<void> {
  await postgres.query(`ALTER DATABASE aside SET default_transaction_isolation = '${level}'`);
  await postgres.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'aside-%'`,
  );
}

/** Until somebody waits for what `rival` has locked, or a second has passed: the stop may have been refused before. */
async function untilBlocked(rival: Client): Promise<void> {
  for (const deadline = performance.now() + 1_000; performance.now() < deadline; await sleep(10)) {
    const { rowCount } = await rival.query(
      'SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))',
    );
    if (rowCount !== 0) return;
  }
}

/** As Postgres counts them; where a backend then has nothing to do, up to 10 s late. */
export async function deadlocksSeen(client: Client): Promise<number> {
  const { rows } = await client.query(
    'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(rows[0].deadlocks);
}

/**
 * A stop takes the session and then the turn, as everything does; the rival the other way round. Postgres ends one of
 * the two, unless the stop was refused before, by what else is written to the session.
 *
 * @returns the status of the stop; null where no turn was running
 */
export async function deadlock(rival: Client, chats: readonly AsideChat[]): Promise<number | null> {
  const found = await rival.query(
    `SELECT id, session_id FROM turns WHERE state = 'running' AND session_id = ANY($1::uuid[]) LIMIT 1`,
    [chats.map(({ id }) => id)],
  );
  const [turn] = found.rows;
  const chat = chats.find(({ id }) => id === turn?.session_id);
  if (!chat) return null;
  await rival.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  await rival.query('SELECT 1 FROM turns WHERE id = $1 FOR UPDATE', [turn.id]);
  const stopping = chat.request('POST', `/turns/${turn.id}/stop`);
  await untilBlocked(rival);
  const rivalLost = await rival
    .query('SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE', [turn.session_id])
    .then(
      () => false,
      () => true,
    );
  await rival.query(rivalLost ? 'ROLLBACK' : 'COMMIT');
  const answer = await stopping;
  await answer.body?.cancel();
  return answer.status;
}
