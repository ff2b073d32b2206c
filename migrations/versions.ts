import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which message took the place of which. Both are empty for all that is there already. */
export class Versions1764370000001 implements MigrationInterface {
  name = 'Versions1764370000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE messages
        ADD COLUMN replaces uuid,
        -- Null: the current version, which is the newest.
        ADD COLUMN replaced_by uuid;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Without the marks earlier versions would be answers of their own beside the current ones.
      DELETE FROM messages WHERE replaced_by IS NOT NULL;
      ALTER TABLE messages DROP COLUMN replaced_by, DROP COLUMN replaces;
    `);
  }
}
