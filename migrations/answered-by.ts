import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether an answer was prepared beforehand, and when one that serves again was given first. */
export class AnsweredBy1764320000001 implements MigrationInterface {
  name = 'AnsweredBy1764320000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE messages
        ADD COLUMN cached_at timestamptz,
        ADD COLUMN canned boolean NOT NULL DEFAULT false;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE messages DROP COLUMN canned, DROP COLUMN cached_at');
  }
}
