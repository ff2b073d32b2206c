import type { MigrationInterface, QueryRunner } from 'typeorm';

const MESSAGE_PARTITIONS = 16;

/** Sessions, messages, turns, idempotency keys, intent log, knowledge base. */
export class Initial1764000000001 implements MigrationInterface {
  name = 'Initial1764000000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE sessions (
        id            uuid PRIMARY KEY,
        user_id       text NOT NULL,
        title         text,
        status        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'closed', 'archived', 'escalated')),
        context       jsonb NOT NULL DEFAULT '{}',
        metadata      jsonb NOT NULL DEFAULT '{}',
        rating        smallint CHECK (rating BETWEEN 1 AND 5),
        message_count integer NOT NULL DEFAULT 0,
        -- The highest position given out. POST locks this row, so positions follow the order of commits.
        last_position integer NOT NULL DEFAULT 0,
        -- Queued and running turns: tells POST, without a look at other rows, whether the new turn has to wait.
        open_turns    integer NOT NULL DEFAULT 0 CHECK (open_turns >= 0),
        -- Fencing number of the newest claim of any turn in this session; it only grows.
        epoch         bigint NOT NULL DEFAULT 0,
        created_at    timestamptz NOT NULL DEFAULT now(),
        updated_at    timestamptz NOT NULL DEFAULT now(),
        -- Milliseconds, as the code reads it: it is the place in a keyset cursor.
        last_activity timestamptz(3) NOT NULL DEFAULT now(),
        expires_at    timestamptz,
        deleted_at    timestamptz
      );
      CREATE INDEX sessions_of_user ON sessions (user_id, last_activity DESC, id DESC) WHERE deleted_at IS NULL;

      CREATE TABLE messages (
        session_id        uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        position          integer NOT NULL,
        id                uuid NOT NULL,
        type              text NOT NULL CHECK (type IN ('user', 'assistant', 'system')),
        status            text NOT NULL CHECK (status IN ('pending', 'streaming', 'complete', 'stopped', 'failed', 'blocked')),
        content           text NOT NULL,
        client_message_id text,
        turn_id           uuid,
        reply_to          uuid,
        version           integer NOT NULL DEFAULT 1,
        created_at        timestamptz NOT NULL DEFAULT now(),
        language          text CHECK (language IN ('en', 'fr')),
        intent            jsonb,
        entities          jsonb NOT NULL DEFAULT '[]',
        sentiment         jsonb,
        model             text,
        fallback          boolean NOT NULL DEFAULT false,
        cached            boolean NOT NULL DEFAULT false,
        usage             jsonb,
        processing_ms     integer,
        sources           jsonb NOT NULL DEFAULT '[]',
        error             jsonb,
        PRIMARY KEY (session_id, position)
      ) PARTITION BY HASH (session_id);
      CREATE UNIQUE INDEX messages_by_id ON messages (session_id, id);
      -- One answer to a message and version, whatever a queue delivers twice.
      CREATE UNIQUE INDEX messages_one_answer ON messages (session_id, reply_to, version) WHERE reply_to IS NOT NULL;
    `);
    for (let remainder = 0; remainder < MESSAGE_PARTITIONS; remainder++) {
      await db.query(
        `CREATE TABLE messages_${remainder} PARTITION OF messages
         FOR VALUES WITH (MODULUS ${MESSAGE_PARTITIONS}, REMAINDER ${remainder})`,
      );
    }
    await db.query(`
      CREATE TABLE turns (
        id                uuid PRIMARY KEY,
        session_id        uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        user_id           text NOT NULL,
        message_id        uuid NOT NULL,
        answer_id         uuid NOT NULL,
        position          integer NOT NULL,
        state             text NOT NULL CHECK (state IN ('queued', 'running', 'completed', 'stopped', 'failed')),
        attempt           integer NOT NULL DEFAULT 0,
        epoch             bigint NOT NULL DEFAULT 0,
        failures          integer NOT NULL DEFAULT 0,
        -- A worker that renews this in time owns the turn; afterwards the sweep gives it to another.
        lease_until       timestamptz,
        -- Not before this moment: back-off of a failed attempt.
        due_at            timestamptz NOT NULL DEFAULT now(),
        -- When it was last handed to the queue; null: not yet, or no longer.
        delivered_at      timestamptz,
        stop_requested_at timestamptz,
        -- The event that ends the turn is in the event log.
        announced         boolean NOT NULL DEFAULT false,
        -- Why the last attempt gave the turn back; the next one tells the watchers.
        release_reason    text,
        -- No attempt begins after this moment.
        deadline_at       timestamptz NOT NULL,
        timings           jsonb NOT NULL DEFAULT '{}',
        error             jsonb,
        correlation_id    text NOT NULL,
        created_at        timestamptz NOT NULL DEFAULT now(),
        started_at        timestamptz,
        ended_at          timestamptz
      );
      CREATE UNIQUE INDEX turns_one_running ON turns (session_id) WHERE state = 'running';
      CREATE INDEX turns_unfinished ON turns (session_id, position) WHERE state IN ('queued', 'running');
      CREATE INDEX turns_queued_due ON turns (due_at) WHERE state = 'queued';
      CREATE INDEX turns_running_lease ON turns (lease_until) WHERE state = 'running';
      CREATE INDEX turns_unannounced ON turns (ended_at) WHERE ended_at IS NOT NULL AND NOT announced;
      CREATE INDEX turns_of_session ON turns (session_id, position DESC);

      CREATE TABLE idempotency_keys (
        user_id      text NOT NULL,
        key          text NOT NULL,
        request_hash bytea NOT NULL,
        turn_id      uuid NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
        created_at   timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, key)
      );
      CREATE INDEX idempotency_keys_of_turn ON idempotency_keys (turn_id);
      CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

      CREATE TABLE intent_log (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        message_id uuid NOT NULL,
        intent     text NOT NULL,
        confidence real NOT NULL,
        method     text NOT NULL,
        entities   jsonb NOT NULL DEFAULT '[]',
        elapsed_ms real NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX intent_log_of_message ON intent_log (session_id, message_id);

      CREATE TABLE knowledge_documents (
        id           uuid PRIMARY KEY,
        -- The author's name for the document; with the language it identifies it over re-ingestion.
        slug         text NOT NULL,
        language     text NOT NULL CHECK (language IN ('en', 'fr')),
        title        text NOT NULL,
        path         text NOT NULL,
        url          text,
        content_hash bytea NOT NULL,
        created_at   timestamptz NOT NULL DEFAULT now(),
        updated_at   timestamptz NOT NULL DEFAULT now(),
        UNIQUE (slug, language)
      );
      CREATE TABLE knowledge_chunks (
        document_id uuid NOT NULL REFERENCES knowledge_documents (id) ON DELETE CASCADE,
        ordinal     integer NOT NULL,
        language    text NOT NULL CHECK (language IN ('en', 'fr')),
        title       text NOT NULL,
        heading     text NOT NULL,
        body        text NOT NULL,
        search      tsvector NOT NULL GENERATED ALWAYS AS (
          setweight(to_tsvector(CASE language WHEN 'fr' THEN 'french'::regconfig ELSE 'english'::regconfig END, title), 'A') ||
          setweight(to_tsvector(CASE language WHEN 'fr' THEN 'french'::regconfig ELSE 'english'::regconfig END, heading), 'B') ||
          setweight(to_tsvector(CASE language WHEN 'fr' THEN 'french'::regconfig ELSE 'english'::regconfig END, body), 'D')
        ) STORED,
        PRIMARY KEY (document_id, ordinal)
      );
      CREATE INDEX knowledge_chunks_search ON knowledge_chunks USING gin (search);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE knowledge_chunks, knowledge_documents, intent_log, idempotency_keys, turns, messages, sessions;
    `);
  }
}
