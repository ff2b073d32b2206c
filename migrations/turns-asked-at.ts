import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When a turn was asked for: by its question, or by its user's last retry. The default is worked out once, so that
 * `turns` is not written anew; of the turns that were there only unfinished ones need the truth.
 */
export class TurnsAskedAt1764200000002 implements MigrationInterface {
  name = 'TurnsAskedAt1764200000002';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE turns ADD COLUMN asked_at timestamptz NOT NULL DEFAULT now();
      UPDATE turns SET asked_at = created_at WHERE state IN ('queued', 'running');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('ALTER TABLE turns DROP COLUMN asked_at');
  }
}
