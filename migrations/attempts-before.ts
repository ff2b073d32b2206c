import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many attempts a turn had before its user asked again: the new run has all of its own. */
export class AttemptsBefore1764380000001 implements MigrationInterface {
  name = 'AttemptsBefore1764380000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE turns ADD COLUMN attempts_before integer NOT NULL DEFAULT 0');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE turns DROP COLUMN attempts_before');
  }
}
