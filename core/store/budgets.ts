import type { DataSource } from 'typeorm';
import type { Allowance, Amount, Budget, BudgetStanding, Spending } from '../domain/budget.js';
import { nearlyUsed, noAmount } from '../domain/budget.js';
import type { AsideError } from '../domain/errors.js';
import { overBudget } from '../domain/over-budget.js';
import type { Db } from './data-source.js';
import { TODAY } from './ledger.js';
import { rowsOf } from './sessions.js';
import { inHand, isWaiting } from './turn-window.js';

/**
 * Budgets. What is reserved stands on the turn and counts while the turn is open, so that whatever ends a turn (its
 * worker, a stop, the sweep, the deletion of its session) ends the reservation in the same statement, and none is left
 * over. The end that a worker records books what was used in that statement too, so that whoever adds up sees the one or
 * the other.
 */

export type BudgetDb = Pick<DataSource, 'query' | 'transaction'>;

/** What a turn is written with. */
export interface Reservation {
  /** Text, since numbers of JavaScript are not exact so far. */
  picodollars: string;
  tokens: string;
  budget: Budget | null;
}

/**
 * Runs `work`, which writes a turn, if the budget has room for it. Turns of one user under a budget are written one after
 * the other: the lock is that of no row, is taken before any other, and holds until the turn is committed. The look at
 * what is used comes after it, as a statement of its own, so that it sees what those before have reserved. Without a
 * budget there is neither lock nor transaction.
 *
 * @returns what `work` did, or why it was not run
 */
export async function withinBudget<T>(
  db: BudgetDb,
  allowance: Allowance | null,
  work: (db: Db, reservation: Reservation) => Promise<T | null>,
): Promise<{ done: T | null; refusal: AsideError | null }> {
  if (!allowance) return { done: await work(db, asReservation(noAmount, null)), refusal: null };
  return db.transaction(async (held) => {
    await lockBudget(held, allowance.userId);
    const refusal = overBudget(allowance, await findSpending(held, allowance.userId));
    if (refusal) return { done: null, refusal };
    return { done: await work(held, asReservation(allowance.reserve, allowance.budget)), refusal: null };
  });
}

/** Until the transaction ends. Whoever takes it again has it already. */
export async function lockBudget(db: Db, userId: string): Promise<void> {
  await db.query(`SELECT pg_advisory_xact_lock(hashtextextended('aside budget of ' || $1, 0))`, [userId]);
}

function asReservation({ picodollars, tokens }: Amount, budget: Budget | null): Reservation {
  return { picodollars: String(picodollars), tokens: String(tokens), budget };
}

/** At most 31 sums and the user's open turns, by indexes. */
export async function findSpending(db: Db, userId: string): Promise<Spending> {
  const reserved = (column: string) =>
    [inHand('r'), isWaiting('r')]
      .map((open) => `(SELECT coalesce(sum(${column}), 0) FROM turns r WHERE r.user_id = $1 AND ${open})`)
      .join(' + ');
  const [row] = await db.query(
    `SELECT
       coalesce(sum(d.picodollars) FILTER (WHERE d.day = ${TODAY}), 0)::text AS day_picodollars,
       coalesce(sum(${TOKENS}) FILTER (WHERE d.day = ${TODAY}), 0)::text AS day_tokens,
       coalesce(sum(d.picodollars), 0)::text AS month_picodollars,
       coalesce(sum(${TOKENS}), 0)::text AS month_tokens,
       (${reserved('reserved_picodollars')})::text AS reserved_picodollars,
       (${reserved('reserved_tokens')})::text AS reserved_tokens,
       now() AS now,
       (${TODAY} + 1)::timestamp AT TIME ZONE 'UTC' AS day_resets,
       (date_trunc('month', ${TODAY}::timestamp) + interval '1 month') AT TIME ZONE 'UTC' AS month_resets
     FROM usage_days d
     WHERE d.user_id = $1 AND d.day BETWEEN date_trunc('month', ${TODAY}::timestamp)::date AND ${TODAY}`,
    [userId],
  );
  const amount = (of: string): Amount => ({
    picodollars: BigInt(row[`${of}_picodollars`]),
    tokens: BigInt(row[`${of}_tokens`]),
  });
  return {
    spent: { day: amount('day'), month: amount('month') },
    reserved: amount('reserved'),
    now: row.now,
    resetsAt: { day: row.day_resets, month: row.month_resets },
  };
}

const TOKENS = 'd.input_tokens + d.output_tokens + d.cached_tokens';

/** What of a user's budget is nearly used up; empty where nothing is. */
async function findNearlyUsed(db: Db, userId: string, budget: Budget): Promise<BudgetStanding[]> {
  return nearlyUsed(budget, await findSpending(db, userId));
}

/** What a page shows of it: the part that is used most. */
export async function findStanding(db: Db, allowance: Allowance | null): Promise<BudgetStanding | null> {
  return allowance && mostUsed(await findNearlyUsed(db, allowance.userId, allowance.budget));
}

/** The same for whoever knows a session only: under the budget of its newest turn. */
export async function findStandingOfSession(db: Db, sessionId: string): Promise<BudgetStanding | null> {
  const [row] = await db.query(
    'SELECT user_id, budget FROM turns WHERE session_id = $1 ORDER BY position DESC, id DESC LIMIT 1',
    [sessionId],
  );
  return row?.budget ? mostUsed(await findNearlyUsed(db, row.user_id, row.budget)) : null;
}

function mostUsed(standings: readonly BudgetStanding[]): BudgetStanding | null {
  return standings.toSorted((one, other) => other.fraction - one.fraction)[0] ?? null;
}

/** The same, of what he was not told today: whoever asks first is given it, and has to tell him. */
export async function takeWarnings(db: Db, userId: string, budget: Budget): Promise<BudgetStanding[]> {
  const standings = await findNearlyUsed(db, userId, budget);
  const fresh: BudgetStanding[] = [];
  for (const standing of standings) {
    const rows = rowsOf(
      await db.query(
        `UPDATE usage_days SET warned = array_append(warned, $2)
         WHERE user_id = $1 AND day = ${TODAY} AND NOT $2 = ANY (warned) RETURNING 1`,
        [userId, standing.window],
      ),
    );
    if (rows.length > 0) fresh.push(standing);
  }
  return fresh;
}
