import type { UsagePage, UsageQuery } from '../../core/contracts/analytics.js';
import type { UsageRow } from '../../core/domain/ledger.js';
import { usageToWire } from '../../core/domain/wire.js';
import type { Db } from '../../core/store/data-source.js';
import { usageByDay, usageByTurn, usageByUser } from '../../core/store/usage-report.js';
import type { Handler } from '../http/endpoint.js';
import { usageCursors } from '../http/page-cursor.js';

/** What models were paid for: by day and by turn the newest first, by user who cost most. */
export function reportUsageHandler(deps: { db: Db }): Handler<unknown, UsageQuery, unknown> {
  return async ({ query }) => {
    const { items, hasMore } = await rowsOf(deps.db, query);
    const last = items.at(-1);
    const body: UsagePage = {
      data: items.map(usageToWire),
      page: { next_cursor: hasMore && last ? cursorAt(query.by, last) : null, has_more: hasMore },
    };
    return { body };
  };
}

function rowsOf(db: Db, query: UsageQuery) {
  const { by, cursor } = query;
  if (by === 'day') return usageByDay(db, query, cursor ? usageCursors.day.decode(cursor)[1] : null);
  if (by === 'turn') return usageByTurn(db, query, cursor ? usageCursors.turn.decode(cursor)[1] : null);
  const [, picodollars, userId] = cursor ? usageCursors.user.decode(cursor) : [];
  return usageByUser(db, query, picodollars && userId ? { picodollars, userId } : null);
}

function cursorAt(by: UsageQuery['by'], { day, userId, turnId, picodollars }: UsageRow): string {
  if (by === 'day') return usageCursors.day.encode(['usage-days', day ?? '']);
  if (by === 'turn') return usageCursors.turn.encode(['usage-turns', turnId ?? '']);
  return usageCursors.user.encode(['usage-users', String(picodollars), userId ?? '']);
}
