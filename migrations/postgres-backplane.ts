import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Event log and short-lived keys for installations without Redis. The tables are unlogged: a crash of Postgres
 * empties them, which the log tells by its generation, and a standby never sees them.
 */
export class PostgresBackplane1764000000002 implements MigrationInterface {
  name = 'PostgresBackplane1764000000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One row per session, rewritten at each append: half-empty pages let Postgres do so in place.
      CREATE UNLOGGED TABLE event_log_heads (
        session_id    uuid PRIMARY KEY,
        -- Microseconds since 1970 when this log was begun.
        generation    bigint NOT NULL,
        -- Number of the newest event; events are counted from 1.
        last          bigint NOT NULL DEFAULT 0,
        -- The fence: newest epoch seen, its newest batch, and the number of the event before its first.
        epoch         bigint,
        sequence      bigint,
        attempt_start bigint,
        -- Not indexed, since that would forbid rewriting in place; the sweep scans the table.
        touched_at    timestamptz NOT NULL
      ) WITH (fillfactor = 50);
      CREATE UNLOGGED TABLE event_log_events (
        session_id uuid NOT NULL,
        generation bigint NOT NULL,
        number     bigint NOT NULL,
        type       text NOT NULL,
        json       text NOT NULL,
        PRIMARY KEY (session_id, generation, number)
      );
      -- Short-lived: compressing it would cost more than it saves.
      ALTER TABLE event_log_events ALTER COLUMN json SET STORAGE EXTERNAL;
      CREATE UNLOGGED TABLE event_log_once (
        session_id uuid NOT NULL,
        key        text NOT NULL,
        generation bigint NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (session_id, key)
      );
      CREATE INDEX event_log_once_expiry ON event_log_once (expires_at);
      CREATE UNLOGGED TABLE backplane_keys (
        key        text PRIMARY KEY,
        value      text NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX backplane_keys_expiry ON backplane_keys (expires_at);
    `);
    await db.query(`
      -- Locks the head of a session's log; begins a new log where there is none or it has expired.
      CREATE FUNCTION event_log_open(p_session uuid, p_ttl interval) RETURNS event_log_heads LANGUAGE plpgsql AS $$
      DECLARE
        head event_log_heads;
        moment timestamptz := clock_timestamp();
        fresh bigint := floor(extract(epoch FROM moment) * 1000000);
      BEGIN
        LOOP
          SELECT * INTO head FROM event_log_heads WHERE session_id = p_session FOR UPDATE;
          EXIT WHEN FOUND;
          INSERT INTO event_log_heads (session_id, generation, touched_at) VALUES (p_session, fresh, moment)
            ON CONFLICT DO NOTHING;
        END LOOP;
        IF head.touched_at <= moment - p_ttl THEN
          DELETE FROM event_log_events WHERE session_id = p_session;
          UPDATE event_log_heads
            SET generation = greatest(fresh, generation + 1), last = 0, epoch = NULL, sequence = NULL,
                attempt_start = NULL, touched_at = moment
            WHERE session_id = p_session RETURNING * INTO head;
        END IF;
        RETURN head;
      END $$;

      -- Types are separated by commas, JSON texts by line breaks: cheaper to send than arrays, and neither can
      -- hold its separator. Answers 'duplicate', 'fenced', or the cursor of the newest event.
      CREATE FUNCTION event_log_append(
        p_session uuid, p_types text, p_jsons text, p_epoch bigint, p_sequence bigint, p_once text,
        p_ttl interval, p_max_events bigint, p_inline_bytes integer
      ) RETURNS text LANGUAGE plpgsql AS $$
      DECLARE
        types text[] := string_to_array(p_types, ',');
        jsons text[] := string_to_array(p_jsons, E'\\n');
        head event_log_heads := event_log_open(p_session, p_ttl);
        newest bigint := head.last + cardinality(types);
        wake_up text := p_session || ' ' || head.generation || '-' || newest;
      BEGIN
        IF p_epoch < head.epoch THEN
          RETURN 'fenced';
        ELSIF p_epoch = head.epoch AND p_sequence <= head.sequence THEN
          RETURN 'duplicate';
        ELSIF p_once IS NOT NULL THEN
          INSERT INTO event_log_once AS o VALUES (p_session, p_once, head.generation, now() + p_ttl)
            ON CONFLICT (session_id, key) DO UPDATE
            SET generation = excluded.generation, expires_at = excluded.expires_at
            WHERE o.generation <> excluded.generation OR o.expires_at <= now();
          IF NOT FOUND THEN
            RETURN 'duplicate';
          END IF;
        END IF;

        INSERT INTO event_log_events
          SELECT p_session, head.generation, head.last + place, types[place], jsons[place]
          FROM generate_subscripts(types, 1) AS place;
        UPDATE event_log_heads
          SET last = newest,
              epoch = coalesce(p_epoch, epoch),
              sequence = coalesce(p_sequence, sequence),
              attempt_start = CASE WHEN p_epoch IS DISTINCT FROM epoch AND p_epoch IS NOT NULL
                                   THEN last ELSE attempt_start END,
              touched_at = clock_timestamp()
          WHERE session_id = p_session;
        -- Trimmed a step at a time, so that most appends pay nothing for it.
        IF newest > p_max_events AND head.last / 100 <> newest / 100 THEN
          DELETE FROM event_log_events
            WHERE session_id = p_session AND generation = head.generation AND number <= newest - p_max_events;
        END IF;

        IF octet_length(p_jsons) <= p_inline_bytes THEN
          FOR place IN 1 .. cardinality(types) LOOP
            wake_up := wake_up || E'\\n' || types[place] || ' ' || jsons[place];
          END LOOP;
        END IF;
        PERFORM pg_notify('aside_events', wake_up);
        RETURN head.generation || '-' || newest;
      END $$;

      CREATE FUNCTION event_log_sweep(p_ttl interval, p_limit integer) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        expired uuid[];
        gone bigint;
        swept bigint := 0;
      BEGIN
        WITH picked AS (
          SELECT session_id FROM event_log_heads WHERE touched_at <= now() - p_ttl
          LIMIT p_limit FOR UPDATE SKIP LOCKED
        ), deleted AS (
          DELETE FROM event_log_heads USING picked WHERE event_log_heads.session_id = picked.session_id
          RETURNING picked.session_id
        )
        SELECT array_agg(session_id) INTO expired FROM deleted;
        DELETE FROM event_log_events WHERE session_id = ANY (expired);
        DELETE FROM event_log_once WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM event_log_once WHERE expires_at <= now() LIMIT p_limit FOR UPDATE SKIP LOCKED));
        GET DIAGNOSTICS swept = ROW_COUNT;
        DELETE FROM backplane_keys WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM backplane_keys WHERE expires_at <= now() LIMIT p_limit FOR UPDATE SKIP LOCKED));
        GET DIAGNOSTICS gone = ROW_COUNT;
        RETURN swept + gone + coalesce(cardinality(expired), 0);
      END $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION event_log_sweep, event_log_append, event_log_open;
      DROP TABLE backplane_keys, event_log_once, event_log_events, event_log_heads;
    `);
  }
}
