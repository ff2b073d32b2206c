import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the retention jobs look for, and how the event log of a session that is gone is emptied for good. */
export class Retention1764000000003 implements MigrationInterface {
  name = 'Retention1764000000003';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX sessions_expiring ON sessions (expires_at)
        WHERE expires_at IS NOT NULL AND status IN ('active', 'escalated') AND deleted_at IS NULL;
      CREATE INDEX sessions_idle ON sessions (last_activity)
        WHERE status IN ('active', 'closed') AND deleted_at IS NULL;
      CREATE INDEX sessions_deleted ON sessions (deleted_at) WHERE deleted_at IS NOT NULL;
    `);
    await db.query(`
      -- Begins a new, empty log whose fence is p_epoch, and wakes its readers. It expires like any other.
      CREATE FUNCTION event_log_erase(p_session uuid, p_ttl interval, p_epoch bigint)
      RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        head event_log_heads := event_log_open(p_session, p_ttl);
        moment timestamptz := clock_timestamp();
        fresh bigint := greatest(floor(extract(epoch FROM moment) * 1000000)::bigint, head.generation + 1);
      BEGIN
        DELETE FROM event_log_events WHERE session_id = p_session;
        DELETE FROM event_log_once WHERE session_id = p_session;
        UPDATE event_log_heads
          SET generation = fresh, last = 0, epoch = p_epoch, sequence = 0, attempt_start = 0, touched_at = moment
          WHERE session_id = p_session;
        PERFORM pg_notify('aside_events', p_session || ' ' || fresh || '-0');
      END $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION event_log_erase;
      DROP INDEX sessions_deleted, sessions_idle, sessions_expiring;
    `);
  }
}
