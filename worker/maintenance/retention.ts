import { announceSession } from '../../core/backplane/announce.js';
import { eraseTraces } from '../../core/backplane/erase-traces.js';
import type { EventLog } from '../../core/backplane/event-log.js';
import type { KeyStore } from '../../core/backplane/keys.js';
import type { Config } from '../../core/config.js';
import type { Session } from '../../core/domain/session.js';
import type { Logger } from '../../core/logger.js';
import { type Db, ranOutOfTime } from '../../core/store/data-source.js';
import { archiveIdle, closeExpired, purgeDeleted } from '../../core/store/retention.js';
import { findLastMessage } from '../../core/store/sessions.js';
import { inBatches } from './in-batches.js';

/**
 * What becomes of sessions with time. Postgres is changed first and alone decides; what the backplane is told
 * afterwards may fail, since watchers learn it when they next read, and what is left there expires.
 */
export interface RetentionDeps {
  db: Db;
  events: EventLog;
  keys: KeyStore;
  policy: Config['retention'];
  logger: Logger;
}

/** Rows of one statement, and statements of one run. */
export const retentionLimits = {
  expire: { batch: 100, rounds: 20 },
  archive: { batch: 200, rounds: 50 },
  /** With all their messages: a statement has 15 s. */
  purge: { batch: 20, rounds: 100 },
} as const;

export function expireSessions(deps: RetentionDeps, signal: AbortSignal): Promise<number> {
  return inBatches(retentionLimits.expire, signal, async (limit) => {
    const closed = await closeExpired(deps.db, limit);
    await afterwards(deps, await withLog(deps, closed), (session) => tell(deps, session));
    return closed.length;
  });
}

export function archiveSessions(deps: RetentionDeps, signal: AbortSignal): Promise<number> {
  return inBatches(retentionLimits.archive, signal, async (limit) => {
    const archived = await archiveIdle(deps.db, deps.policy.archiveAfterDays, limit);
    await afterwards(deps, await withLog(deps, archived), (session) => tell(deps, session));
    return archived.length;
  });
}

export function purgeSessions(deps: RetentionDeps, signal: AbortSignal): Promise<number> {
  const bounds: Parameters<typeof inBatches>[0] = { ...retentionLimits.purge };
  const purge = () => purgeDeleted(deps.db, deps.policy.purgeAfterDays, bounds.batch);
  return inBatches(bounds, signal, async () => {
    const purged = await purge().catch((error: unknown) => {
      if (!ranOutOfTime(error) || bounds.batch === 1) throw error;
      // Some are so long that a batch never ends in time: for the rest of this run each has a statement of its own.
      bounds.batch = 1;
      return purge();
    });
    const gone = purged.map((id) => ({ id }));
    await afterwards(deps, await withLog(deps, gone), ({ id }) => eraseTraces(deps, id));
    return purged.length;
  });
}

/** None of these has an open turn. */
async function tell({ db, events }: RetentionDeps, session: Session): Promise<void> {
  const lastMessage = await findLastMessage(db, session.id);
  await announceSession(events, session, { lastMessage, activeTurn: null });
}

/** Hardly anybody watches a session in which nothing happens: no log is begun for those that have none. */
async function withLog<S extends { id: string }>({ events, logger }: RetentionDeps, sessions: readonly S[]) {
  try {
    const tails = await events.tails(sessions.map(({ id }) => id));
    return sessions.filter((_session, index) => tails[index] !== null);
  } catch (error) {
    logger.warn({ err: error }, 'the event log could not be asked which sessions are watched');
    return [];
  }
}

/** One after the other: nobody waits for these, and turns use the same connections. */
async function afterwards<S extends { id: string }>(
  { logger }: RetentionDeps,
  sessions: readonly S[],
  work: (session: S) => Promise<void>,
): Promise<void> {
  try {
    for (const session of sessions) await work(session);
  } catch (error) {
    logger.warn({ err: error, of: sessions.length }, 'the event log was not told of every session');
  }
}
