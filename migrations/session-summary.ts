import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a long session said before the messages that its prompts still quote. It goes with its session. */
export class SessionSummary1764350000002 implements MigrationInterface {
  name = 'SessionSummary1764350000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE session_summaries (
        session_id       uuid PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
        -- The last message in it; grows, and is what two writers are told apart by.
        through_position integer NOT NULL,
        text             text NOT NULL,
        -- Which prompt and which model made it.
        template         text NOT NULL,
        model            text NOT NULL,
        created_at       timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE session_summaries');
  }
}
