import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { finding, none } from '../oracle/finding.js';
import type { Scenario } from '../scenario.js';
import type { AsideSite } from '../site/site.js';
import type { AsideChat } from '../users/aside-chat.js';
import { newQuestion, settle } from '../users/load.js';
import { startProber } from '../users/prober.js';
import { noPostgres } from './postgres-away.js';

const CONFLICTS_MS = 8_000;

/** From now on every transaction is of this level: connections are made anew. */
async function isolate({ postgres }: AsideSite, level: string): Promise<void> {
  await postgres.query(`ALTER DATABASE aside SET default_transaction_isolation = '${level}'`);
  await postgres.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'aside-%'`,
  );
}

/**
 * A stop takes the session and then the turn, as everything does; the rival the other way round. Postgres ends one of
 * the two. Gives the status of the stop.
 */
async function deadlock(rival: Client, chats: readonly AsideChat[]): Promise<number | null> {
  const found = await rival.query(
    `SELECT id, session_id FROM turns WHERE state = 'running' AND session_id = ANY($1::uuid[]) LIMIT 1`,
    [chats.map(({ id }) => id)],
  );
  const [turn] = found.rows;
  const chat = chats.find(({ id }) => id === turn?.session_id);
  if (!chat) return null;
  await rival.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  await rival.query('SELECT 1 FROM turns WHERE id = $1 FOR UPDATE', [turn.id]);
  const stopping = chat.request('POST', `/turns/${turn.id}/stop`);
  await sleep(50);
  try {
    await rival.query('SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE', [turn.session_id]);
    await rival.query('COMMIT');
  } catch {
    await rival.query('ROLLBACK');
  }
  const answer = await stopping;
  await answer.body?.cancel();
  return answer.status;
}

export const conflicts: Scenario = {
  name: 'conflicts',
  title: 'every transaction is serializable, and a rival locks turns before their sessions',
  quick: false,
  play: async ({ site, size, open, patienceMs }) => {
    await site.model({ repeat: 6, firstTokenMs: 50, tokenMs: 20 });
    const chats = await open(size(30, 15));
    const probed = await open(20);
    const deadlocksSoFar = async () => {
      const [row] = await site.postgres.query<{ deadlocks: number }>(
        'SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()',
      );
      return row?.deadlocks ?? 0;
    };
    const before = await deadlocksSoFar();
    const members = [...site.servers, ...site.workers];
    const marks = members.map((member) => member.mark());
    await isolate(site, 'serializable');
    const rival = await site.postgres.connect();
    const prober = startProber(probed, 25);
    const endsAt = performance.now() + CONFLICTS_MS;
    const stops: (number | null)[] = [];
    while (performance.now() < endsAt) {
      await Promise.all(chats.map((chat) => chat.post(newQuestion())));
      stops.push(await deadlock(rival, chats));
    }
    await rival.end();
    const probes = await prober.end();
    await isolate(site, 'read committed');
    await settle([...chats, ...probed], patienceMs);
    // What a backend counts is told to the others when it ends, or some time later.
    await sleep(2_000);
    const deadlocks = (await deadlocksSoFar()) - before;
    const lines = members.flatMap((member, index) => member.linesSince(marks[index] ?? 0));
    const serialization = lines.filter((line) => line.includes('"40001"')).length;
    const other = stops.filter((status) => status !== null && ![202, 409, 503].includes(status));
    return [
      finding('there were deadlocks', deadlocks, deadlocks > 0),
      finding('there were serialization failures', serialization, serialization > 0),
      none('stop that was answered otherwise than 202, 409 or 503', other.length),
      none(
        'post answered otherwise than 202 or 503',
        probes.filter(({ status }) => status !== 202 && status !== 503).length,
      ),
      none(
        '503 without Retry-After',
        probes.filter(({ status, retryAfter }) => status === 503 && retryAfter === null).length,
      ),
      ...(await site.judge([...chats, ...probed])),
    ];
  },
  control: noPostgres,
};
