import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the model called for an answer. The default is kept once, so that no partition is written anew. */
export class ToolCalls1764310000001 implements MigrationInterface {
  name = 'ToolCalls1764310000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE messages ADD COLUMN tool_calls jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE messages DROP COLUMN tool_calls');
  }
}
