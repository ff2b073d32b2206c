import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What models were paid for, by whom and on which day, and what is reserved of a budget while a turn is open. */
export class Ledger1764360000001 implements MigrationInterface {
  name = 'Ledger1764360000001';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ledger (
        -- Given by who made the call, so that a booking that is repeated is known.
        id            uuid PRIMARY KEY,
        user_id       text NOT NULL,
        -- No foreign keys: what was spent stays spent when its session is purged.
        session_id    uuid NOT NULL,
        turn_id       uuid,
        kind          text NOT NULL CHECK (kind IN ('answer', 'intent', 'title', 'summary')),
        model         text NOT NULL,
        input_tokens  bigint NOT NULL,
        output_tokens bigint NOT NULL,
        cached_tokens bigint NOT NULL,
        -- Millionths of a millionth of a US dollar; null where no price is known.
        picodollars   bigint,
        -- The model was interrupted before it said what the call took.
        estimated     boolean NOT NULL DEFAULT false,
        -- UTC.
        day           date NOT NULL,
        at            timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ledger_of_turn ON ledger (turn_id) WHERE turn_id IS NOT NULL;
      CREATE INDEX ledger_age ON ledger (day);

      -- The sums of the ledger, kept in the same statement.
      CREATE TABLE usage_days (
        user_id        text NOT NULL,
        day            date NOT NULL,
        calls          integer NOT NULL,
        unpriced_calls integer NOT NULL,
        input_tokens   bigint NOT NULL,
        output_tokens  bigint NOT NULL,
        cached_tokens  bigint NOT NULL,
        picodollars    bigint NOT NULL,
        -- Of which budgets its user was told on this day that they are nearly used up.
        warned         text[] NOT NULL DEFAULT '{}',
        PRIMARY KEY (user_id, day)
      );
      CREATE INDEX usage_days_age ON usage_days (day);

      -- Counted while the turn is open; what ends it ends the reservation.
      ALTER TABLE turns
        ADD COLUMN reserved_picodollars bigint NOT NULL DEFAULT 0,
        ADD COLUMN reserved_tokens bigint NOT NULL DEFAULT 0,
        -- The budget that it was taken under; null where its user had none.
        ADD COLUMN budget jsonb;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE turns DROP COLUMN budget, DROP COLUMN reserved_tokens, DROP COLUMN reserved_picodollars;
      DROP TABLE usage_days, ledger;
    `);
  }
}
