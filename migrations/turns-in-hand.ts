import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many turns of a user are in the workers' hands, and which of his wait, each from an index of its own. Both hold
 * unfinished turns only. They are built in one look through `turns`, which is not written meanwhile: well under a
 * second for a million rows, and not concurrently, because that waits for every other process that wants to migrate.
 */
export class TurnsInHand1764200000001 implements MigrationInterface {
  name = 'TurnsInHand1764200000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX turns_in_hand ON turns (user_id)
        WHERE state = 'running' OR (state = 'queued' AND delivered_at IS NOT NULL);
      CREATE INDEX turns_waiting ON turns (user_id, due_at) WHERE state = 'queued' AND delivered_at IS NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX turns_waiting, turns_in_hand');
  }
}
