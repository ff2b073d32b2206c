import type { UsageRow } from '../domain/ledger.js';
import type { Db } from './data-source.js';

export interface UsageReport {
  from: string;
  to: string;
  limit: number;
}

interface Page {
  items: UsageRow[];
  hasMore: boolean;
}

const SUMS = `sum(calls)::float8 AS calls, sum(unpriced_calls)::float8 AS unpriced_calls,
  sum(input_tokens)::float8 AS input_tokens, sum(output_tokens)::float8 AS output_tokens,
  sum(cached_tokens)::float8 AS cached_tokens, sum(picodollars)::text AS picodollars`;

/** Newest day first. */
export async function usageByDay(db: Db, report: UsageReport, before: string | null): Promise<Page> {
  const rows = await db.query(
    `SELECT day::text, ${SUMS} FROM usage_days
     WHERE day BETWEEN $1::date AND $2::date AND ($3::date IS NULL OR day < $3::date)
     GROUP BY day ORDER BY usage_days.day DESC LIMIT $4`,
    [report.from, report.to, before, report.limit + 1],
  );
  return pageOf(rows, report.limit);
}

/** Who cost most first. */
export async function usageByUser(
  db: Db,
  report: UsageReport,
  before: { picodollars: string; userId: string } | null,
): Promise<Page> {
  const rows = await db.query(
    `SELECT * FROM (
       SELECT user_id, ${SUMS} FROM usage_days WHERE day BETWEEN $1::date AND $2::date GROUP BY user_id
     ) users
     WHERE $3::numeric IS NULL OR (picodollars::numeric, user_id) < ($3::numeric, $4)
     ORDER BY picodollars::numeric DESC, user_id DESC LIMIT $5`,
    [report.from, report.to, before?.picodollars ?? null, before?.userId ?? null, report.limit + 1],
  );
  return pageOf(rows, report.limit);
}

/** Newest turn first: ids of turns grow with time. What was asked about a session is in no turn. */
export async function usageByTurn(db: Db, report: UsageReport, before: string | null): Promise<Page> {
  const rows = await db.query(
    `SELECT turn_id, min(user_id) AS user_id, min(session_id::text) AS session_id, ${SUMS}
     FROM (
       SELECT *, 1 AS calls, CASE WHEN l.picodollars IS NULL THEN 1 ELSE 0 END AS unpriced_calls FROM ledger l
       WHERE turn_id IS NOT NULL AND day BETWEEN $1::date AND $2::date AND ($3::uuid IS NULL OR turn_id < $3::uuid)
     ) called
     GROUP BY turn_id ORDER BY turn_id DESC LIMIT $4`,
    [report.from, report.to, before, report.limit + 1],
  );
  return pageOf(rows, report.limit);
}

function pageOf(rows: Record<string, unknown>[], limit: number): Page {
  return { items: rows.slice(0, limit).map(read), hasMore: rows.length > limit };
}

function read(row: Record<string, unknown>): UsageRow {
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : null);
  return {
    day: text('day'),
    userId: text('user_id'),
    turnId: text('turn_id'),
    sessionId: text('session_id'),
    calls: Number(row.calls),
    unpricedCalls: Number(row.unpriced_calls),
    inputTokens: Number(row.input_tokens),
    outputTokens: Number(row.output_tokens),
    cachedTokens: Number(row.cached_tokens),
    picodollars: BigInt(text('picodollars') ?? 0),
  };
}
