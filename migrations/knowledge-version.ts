import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A number that grows with each transaction that changes a document: an answer serves again while it is the same. */
export class KnowledgeVersion1764320000002 implements MigrationInterface {
  name = 'KnowledgeVersion1764320000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE knowledge_version (
        -- There is one row.
        only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        version    bigint NOT NULL,
        changed_by xid8 NOT NULL
      );
      INSERT INTO knowledge_version (version, changed_by) VALUES (1, pg_current_xact_id());
      CREATE FUNCTION raise_knowledge_version() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        -- Once in a transaction, however many documents it changes.
        UPDATE knowledge_version SET version = version + 1, changed_by = pg_current_xact_id()
          WHERE changed_by <> pg_current_xact_id();
        RETURN NULL;
      END $$;
      -- By a trigger, so that no way to change a document can forget it. When the transaction ends, so that the row is
      -- locked last and for a moment: whoever writes documents in whatever order never waits in a circle for it.
      CREATE CONSTRAINT TRIGGER knowledge_changed AFTER INSERT OR UPDATE OR DELETE ON knowledge_documents
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_knowledge_version();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TRIGGER knowledge_changed ON knowledge_documents;
      DROP FUNCTION raise_knowledge_version();
      DROP TABLE knowledge_version;
    `);
  }
}
