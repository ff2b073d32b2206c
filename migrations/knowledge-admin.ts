import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents that are uploaded, who may see which, and what was asked and not found. */
export class KnowledgeAdmin1764330000001 implements MigrationInterface {
  name = 'KnowledgeAdmin1764330000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE knowledge_documents
        -- Only who has all of these may see it.
        ADD COLUMN labels text[] NOT NULL DEFAULT '{}';
      -- Those of its document, so that a search asks no other table.
      ALTER TABLE knowledge_chunks ADD COLUMN labels text[] NOT NULL DEFAULT '{}';
      -- The programs lock a session before its turns. The new tables would lock sessions too, but after turns.
      LOCK TABLE sessions IN EXCLUSIVE MODE;
      LOCK TABLE turns IN ACCESS EXCLUSIVE MODE;
      -- Those of who asked, as his token had them.
      ALTER TABLE turns ADD COLUMN labels text[] NOT NULL DEFAULT '{}';

      CREATE TABLE knowledge_uploads (
        id           uuid PRIMARY KEY,
        -- As it was named by who sent it, or by the server; not said is null, here and below.
        slug         text NOT NULL,
        is_named     boolean NOT NULL,
        language     text CHECK (language IN ('en', 'fr')),
        title        text,
        path         text,
        url          text,
        labels       text[],
        format       text NOT NULL CHECK (format IN ('markdown', 'html', 'text', 'pdf')),
        -- Kept until it has been read.
        content      bytea,
        content_hash bytea NOT NULL,
        state        text NOT NULL DEFAULT 'processing' CHECK (state IN ('processing', 'ready', 'failed')),
        error        text,
        -- What it has become, what that said, and how it was cut.
        document_id   uuid UNIQUE REFERENCES knowledge_documents (id) ON DELETE CASCADE,
        document_hash bytea,
        chunking      integer,
        attempts     integer NOT NULL DEFAULT 0,
        -- A worker reads it until then.
        held_until   timestamptz,
        created_at   timestamptz NOT NULL DEFAULT now(),
        updated_at   timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX knowledge_uploads_name ON knowledge_uploads (slug, coalesce(language, ''));
      CREATE INDEX knowledge_uploads_waiting ON knowledge_uploads (updated_at) WHERE state = 'processing';

      -- The text of the question is that of its messages, with which this goes.
      CREATE TABLE knowledge_gaps (
        session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        message_id uuid NOT NULL,
        language   text NOT NULL CHECK (language IN ('en', 'fr')),
        best_score real NOT NULL,
        -- The same for questions of the same words.
        likeness   bytea NOT NULL,
        -- The earlier message that was searched for with it.
        earlier_id uuid,
        at         timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (session_id, message_id)
      );
      CREATE INDEX knowledge_gaps_newest ON knowledge_gaps (at DESC, message_id DESC);
      CREATE INDEX knowledge_gaps_alike ON knowledge_gaps (likeness);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Without labels they would be for everybody. Their triggers run now: no table is changed while any wait.
      DELETE FROM knowledge_documents WHERE labels <> '{}';
      SET CONSTRAINTS ALL IMMEDIATE;
      DROP TABLE knowledge_gaps, knowledge_uploads;
      ALTER TABLE turns DROP COLUMN labels;
      ALTER TABLE knowledge_chunks DROP COLUMN labels;
      ALTER TABLE knowledge_documents DROP COLUMN labels;
    `);
  }
}
