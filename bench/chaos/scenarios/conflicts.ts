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
 * the two.
 */
async function deadlock(
  rival: Client,
  chats: readonly AsideChat[],
): Promise<{ stop: number; rivalLost: boolean } | null> {
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
  const rivalLost = await rival
    .query('SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE', [turn.session_id])
    .then(
      () => false,
      () => true,
    );
  await rival.query(rivalLost ? 'ROLLBACK' : 'COMMIT');
  const answer = await stopping;
  await answer.body?.cancel();
  return { stop: answer.status, rivalLost };
}

export const conflicts: Scenario = {
  name: 'conflicts',
  title: 'every transaction is serializable, and a rival locks turns before their sessions',
  quick: false,
  play: async ({ site, size, open, patienceMs }) => {
    await site.model({ repeat: 6, firstTokenMs: 50, tokenMs: 20 });
    const chats = await open(size(30, 15));
    const probed = await open(20);
    const members = [...site.servers, ...site.workers];
    const marks = members.map((member) => member.mark());
    await isolate(site, 'serializable');
    const rival = await site.postgres.connect();
    const prober = startProber(probed, 25);
    const endsAt = performance.now() + CONFLICTS_MS;
    const met: { stop: number; rivalLost: boolean }[] = [];
    while (performance.now() < endsAt) {
      await Promise.all(chats.map((chat) => chat.post(newQuestion())));
      const one = await deadlock(rival, chats);
      if (one) met.push(one);
    }
    await rival.end();
    const probes = await prober.end();
    await isolate(site, 'read committed');
    await settle([...chats, ...probed], patienceMs);
    const lines = members.flatMap((member, index) => member.linesSince(marks[index] ?? 0));
    const told = (sqlstate: string) => lines.filter((line) => line.includes(`"${sqlstate}"`)).length;
    const deadlocks = told('40P01') + met.filter(({ rivalLost }) => rivalLost).length;
    const serialization = told('40001');
    const other = met.filter(({ stop }) => ![202, 409, 503].includes(stop));
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
