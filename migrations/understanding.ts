import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a conversation has named so far, and how its user feels. */
export class Understanding1764300000001 implements MigrationInterface {
  name = 'Understanding1764300000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE sessions
        ADD COLUMN entities jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN frustration smallint NOT NULL DEFAULT 0;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE sessions DROP COLUMN frustration, DROP COLUMN entities');
  }
}
