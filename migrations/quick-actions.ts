import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which quick action asked a question. */
export class QuickActions1764370000002 implements MigrationInterface {
  name = 'QuickActions1764370000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE messages ADD COLUMN quick_action text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE messages DROP COLUMN quick_action');
  }
}
