import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was not let through, without its text, and whether an answer was cut off at the model's limit. */
export class Moderation1764340000001 implements MigrationInterface {
  name = 'Moderation1764340000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- As the programs do, who lock a session, then its messages, then the session for more.
      LOCK TABLE sessions IN EXCLUSIVE MODE;
      LOCK TABLE messages IN ACCESS EXCLUSIVE MODE;
      CREATE TABLE moderation_verdicts (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        -- Goes with its session; of one that was never made there is only the user.
        session_id uuid REFERENCES sessions (id) ON DELETE CASCADE,
        user_id    text NOT NULL,
        turn_id    uuid,
        direction  text NOT NULL CHECK (direction IN ('input', 'output')),
        category   text NOT NULL,
        rule       text NOT NULL,
        severity   text NOT NULL CHECK (severity IN ('low', 'medium', 'high')),
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX moderation_verdicts_of_session ON moderation_verdicts (session_id);
      CREATE INDEX moderation_verdicts_age ON moderation_verdicts (created_at);
    `);
    await db.query('ALTER TABLE messages ADD COLUMN truncated boolean NOT NULL DEFAULT false');
    await db.query(`
      -- Begins a new, empty log, and wakes its readers. The fence is that of the epoch unless a higher one stands.
      CREATE FUNCTION event_log_renew(p_session uuid, p_ttl interval, p_epoch bigint, p_sequence bigint)
      RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        head event_log_heads := event_log_open(p_session, p_ttl);
        moment timestamptz := clock_timestamp();
        fresh bigint := greatest(floor(extract(epoch FROM moment) * 1000000)::bigint, head.generation + 1);
        is_newest boolean := coalesce(head.epoch, 0) <= p_epoch;
      BEGIN
        DELETE FROM event_log_events WHERE session_id = p_session;
        UPDATE event_log_heads
          SET generation = fresh, last = 0, attempt_start = 0, touched_at = moment,
              epoch = CASE WHEN is_newest THEN p_epoch ELSE epoch END,
              sequence = CASE WHEN is_newest THEN p_sequence ELSE sequence END
          WHERE session_id = p_session;
        PERFORM pg_notify('aside_events', p_session || ' ' || fresh || '-0');
      END $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP FUNCTION event_log_renew');
    // It locks sessions, and that comes before messages.
    await db.query('DROP TABLE moderation_verdicts');
    await db.query('ALTER TABLE messages DROP COLUMN truncated');
  }
}
