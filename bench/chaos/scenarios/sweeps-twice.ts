import { twiceAtOnce } from '../faults/twice-at-once.js';
import { type Finding, finding, none } from '../oracle/finding.js';
import type { AsideSite } from '../site/site.js';
import type { AsideChat } from '../users/aside-chat.js';

/** Archive and expiry, each by two workers at once; `active` are as old as `idle`, but have an open turn. */
export async function sweepsTwice(
  site: AsideSite,
  idle: readonly AsideChat[],
  active: readonly AsideChat[],
): Promise<Finding[]> {
  const everyId = [...idle, ...active].map(({ id }) => id);
  const inState = async (status: string, ids: readonly string[]) => {
    const rows = await site.postgres.query<{ id: string }>(
      'SELECT id FROM sessions WHERE status = $1 AND id = ANY($2::uuid[])',
      [status, ids],
    );
    return rows.map(({ id }) => id);
  };

  await site.postgres.query(
    `UPDATE sessions SET last_activity = now() - interval '91 days', updated_at = now() - interval '91 days'
     WHERE id = ANY($1::uuid[])`,
    [everyId],
  );
  await twiceAtOnce(site, 'archive');
  const archived = await inState('archived', everyId);
  const wrongly = active.filter(({ id }) => archived.includes(id));

  const expired = idle.slice(0, idle.length / 2).map(({ id }) => id);
  await site.postgres.query(
    `UPDATE sessions SET status = 'active', expires_at = now() - interval '1 second' WHERE id = ANY($1::uuid[])`,
    [expired],
  );
  await twiceAtOnce(site, 'expire');
  const closed = await inState('closed', expired);
  return [
    finding(
      'idle sessions are archived',
      `${archived.length} of ${idle.length}`,
      archived.length === idle.length,
    ),
    finding(
      'sessions past their time are closed',
      `${closed.length} of ${expired.length}`,
      closed.length === expired.length,
    ),
    none('session with an open turn archived', wrongly.length),
  ];
}
