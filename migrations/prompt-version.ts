import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which prompt made an answer. */
export class PromptVersion1764350000001 implements MigrationInterface {
  name = 'PromptVersion1764350000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE messages ADD COLUMN template text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE messages DROP COLUMN template');
  }
}
