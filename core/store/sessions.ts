import type { DataSource } from 'typeorm';
import { newId } from '../domain/ids.js';
import type { Message } from '../domain/message.js';
import type { Session, SessionContext, SessionStatus } from '../domain/session.js';
import type { Db } from './data-source.js';
import { messageColumns, readMessage, readSession, sessionColumns } from './rows.js';

/** A session belongs to one user; every function takes his id, so that another's session is simply not there. */
interface Owned {
  id: string;
  userId: string;
}

export async function createSession(
  db: Db,
  input: {
    userId: string;
    title: string | null;
    context: SessionContext;
    metadata: Record<string, unknown>;
    /** When it closes by itself; never, unless given. */
    expiresAt?: Date | null;
  },
): Promise<Session> {
  const [row] = await db.query(
    `INSERT INTO sessions AS s (id, user_id, title, context, metadata, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
     RETURNING ${sessionColumns('s')}`,
    [newId(), input.userId, input.title, input.context, input.metadata, input.expiresAt ?? null],
  );
  return readSession(row);
}

export async function findSession(db: Db, { id, userId }: Owned): Promise<Session | null> {
  const [row] = await db.query(
    `SELECT ${sessionColumns('s')} FROM sessions s WHERE s.id = $1 AND s.user_id = $2 AND s.deleted_at IS NULL`,
    [id, userId],
  );
  return row ? readSession(row) : null;
}

/** Whether it is there still, for somebody who was shown that it is his. */
export async function sessionExists(db: Db, id: string): Promise<boolean> {
  const rows = await db.query('SELECT 1 FROM sessions WHERE id = $1 AND deleted_at IS NULL', [id]);
  return rows.length > 0;
}

/** The newest message of a session that has something to show, of current versions. */
export async function findLastMessage(db: Db, sessionId: string): Promise<Message | null> {
  const [row] = await db.query(
    `SELECT ${messageColumns('m')} FROM messages m
     WHERE m.session_id = $1 AND m.content <> '' AND m.replaced_by IS NULL ORDER BY m.position DESC LIMIT 1`,
    [sessionId],
  );
  return row ? readMessage(row) : null;
}

/** Most recently active first, after the keyset cursor `before`. */
export async function listSessions(
  db: Db,
  query: {
    userId: string;
    status: SessionStatus | null;
    limit: number;
    before: { lastActivity: string; id: string } | null;
  },
): Promise<{ items: { session: Session; lastMessage: Message | null }[]; hasMore: boolean }> {
  const rows: Record<string, unknown>[] = await db.query(
    `SELECT ${sessionColumns('s', 's_')}, ${messageColumns('m', 'm_')}
     FROM (
       SELECT * FROM sessions
       WHERE user_id = $1 AND deleted_at IS NULL
         AND ($2::text IS NULL OR status = $2)
         AND ($3::timestamptz IS NULL OR (last_activity, id) < ($3, $4::uuid))
       ORDER BY last_activity DESC, id DESC
       LIMIT $5
     ) s
     LEFT JOIN LATERAL (
       SELECT * FROM messages WHERE session_id = s.id AND content <> '' AND replaced_by IS NULL
       ORDER BY position DESC LIMIT 1
     ) m ON true
     ORDER BY s.last_activity DESC, s.id DESC`,
    [
      query.userId,
      query.status,
      query.before?.lastActivity ?? null,
      query.before?.id ?? null,
      query.limit + 1,
    ],
  );
  return {
    items: rows.slice(0, query.limit).map((row) => ({
      session: readSession(row, 's_'),
      lastMessage: row.m_id === null ? null : readMessage(row, 'm_'),
    })),
    hasMore: rows.length > query.limit,
  };
}

export interface SessionChanges {
  title?: string | null | undefined;
  /** Only the fields that change; merged by Postgres, so that two changes at once both stay. */
  context?: Partial<SessionContext> | undefined;
  status?: Exclude<SessionStatus, 'escalated'> | undefined;
  metadata?: Record<string, unknown> | undefined;
  expiresAt?: Date | null | undefined;
}

/** The session after the changes, and whether it says anything else than before; null when there is none. */
export async function updateSession(
  db: Db,
  { id, userId }: Owned,
  changes: SessionChanges,
): Promise<{ session: Session; changed: boolean } | null> {
  const rows = await db.query(
    `UPDATE sessions s SET
       title = CASE WHEN $3 THEN $4 ELSE s.title END,
       context = s.context || coalesce($5::jsonb, '{}'),
       status = coalesce($6, s.status),
       metadata = coalesce($7::jsonb, s.metadata),
       expires_at = CASE
         WHEN $8 THEN $9
         -- Who reopens a session whose time was over wants it to stay open.
         WHEN $6 = 'active' AND s.expires_at <= now() THEN NULL
         ELSE s.expires_at END,
       updated_at = clock_timestamp()
     FROM (SELECT * FROM sessions WHERE id = $1 FOR UPDATE) before
     WHERE s.id = before.id AND s.user_id = $2 AND s.deleted_at IS NULL
     RETURNING ${sessionColumns('s')},
       (s.title, s.context, s.status, s.metadata, s.expires_at)
         IS DISTINCT FROM (before.title, before.context, before.status, before.metadata, before.expires_at) AS changed`,
    [
      id,
      userId,
      changes.title !== undefined,
      changes.title ?? null,
      changes.context ?? null,
      changes.status ?? null,
      changes.metadata ?? null,
      changes.expiresAt !== undefined,
      changes.expiresAt ?? null,
    ],
  );
  const [row] = rowsOf(rows);
  return row ? { session: readSession(row), changed: row.changed === true } : null;
}

/**
 * Hides the session; the purge removes it later. Its open turns end at once, the running one too, so that whatever
 * its worker writes from now on finds nothing to change, and there are no ends to tell of. Returns the ids of the turns
 * that were running, or null when there is no such session.
 */
export async function deleteSession(dataSource: DataSource, { id, userId }: Owned): Promise<string[] | null> {
  return dataSource.transaction(async (db) => {
    // The session row comes first, as in POST: a message is either before the deletion or finds no session.
    const marked = rowsOf(
      await db.query(
        `UPDATE sessions SET deleted_at = now(), updated_at = clock_timestamp(), open_turns = 0
         WHERE id = $1 AND user_id = $2 AND deleted_at IS NULL RETURNING id`,
        [id, userId],
      ),
    );
    if (marked.length === 0) return null;
    const ended = rowsOf(
      await db.query(
        `WITH open AS (
           SELECT id, state FROM turns WHERE session_id = $1 AND state IN ('queued', 'running') FOR UPDATE
         )
         UPDATE turns t SET
           state = 'stopped', stop_requested_at = coalesce(stop_requested_at, now()), ended_at = now(), lease_until = NULL
         FROM open WHERE t.id = open.id
         RETURNING t.id, open.state AS was`,
        [id],
      ),
    );
    await db.query('UPDATE turns SET announced = true WHERE session_id = $1 AND NOT announced', [id]);
    return ended.filter(({ was }) => was === 'running').map((row) => String(row.id));
  });
}

/** TypeORM answers UPDATE and DELETE with `[rows, count]`, and SELECT and INSERT with the rows. */
export function rowsOf(result: unknown): Record<string, unknown>[] {
  return Array.isArray(result) && Array.isArray(result[0])
    ? result[0]
    : (result as Record<string, unknown>[]);
}
