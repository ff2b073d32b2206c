import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Questions that documents say they answer, and the words of the knowledge base, which misspelt ones are mended by. */
export class KnowledgeQuestions1764330000003 implements MigrationInterface {
  name = 'KnowledgeQuestions1764330000003';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE knowledge_questions (
        document_id uuid NOT NULL REFERENCES knowledge_documents (id) ON DELETE CASCADE,
        ordinal     integer NOT NULL,
        language    text NOT NULL CHECK (language IN ('en', 'fr')),
        question    text NOT NULL,
        -- Those of its document.
        labels      text[] NOT NULL DEFAULT '{}',
        search      tsvector NOT NULL GENERATED ALWAYS AS (
          to_tsvector(CASE language WHEN 'fr' THEN 'french'::regconfig ELSE 'english'::regconfig END, question)
        ) STORED,
        PRIMARY KEY (document_id, ordinal)
      );
      CREATE INDEX knowledge_questions_search ON knowledge_questions USING gin (search);

      -- Those that others may misspell, folded, each once. They are changed in the document's own transaction, and who may
      -- not see the document is not mended by them.
      ALTER TABLE knowledge_documents ADD COLUMN words text[] NOT NULL DEFAULT '{}';
      CREATE INDEX knowledge_documents_words ON knowledge_documents USING gin (words);
      -- The same of all documents, to find those that are alike. One that is in no document any more finds nothing.
      CREATE TABLE knowledge_words (word text PRIMARY KEY);

      -- Most databases let their owner have it; search does without where this one does not.
      DO $$ BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX knowledge_words_alike ON knowledge_words USING gin (word gin_trgm_ops);
      EXCEPTION WHEN OTHERS THEN
        RAISE NOTICE 'without pg_trgm misspelt words are not mended: %', SQLERRM;
      END $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE knowledge_words, knowledge_questions;
      ALTER TABLE knowledge_documents DROP COLUMN words;
      -- What is added again has to be read again, since its words and questions are gone.
      UPDATE knowledge_documents SET content_hash = '';
    `);
  }
}
