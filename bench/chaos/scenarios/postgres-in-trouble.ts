import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { finding, none } from '../oracle/finding.js';
import type { Scenario } from '../scenario.js';
import { allWriting, askAll, settle } from '../users/load.js';
import { startProber } from '../users/prober.js';
import { judgeProbes } from './postgres-restarted.js';

const noPostgres = 'the bare stack has no Postgres';

/** Longer than a request waits for a connection, shorter than a statement may take. */
const LOCKED_MS = 9_000;

export const exhaustedPool: Scenario = {
  name: 'exhausted-pool',
  title: 'a lock on the sessions holds every connection of the pools for 9 s',
  quick: false,
  play: async ({ site, size, open, patienceMs }) => {
    await site.model({ repeat: 24, firstTokenMs: 100, tokenMs: 30 });
    const writers = await open(size(40, 20));
    const probed = await open(20);
    await askAll(writers);
    await allWriting(writers);
    const locker = new Client(site.postgres.directUrl());
    await locker.connect();
    await locker.query('BEGIN; LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE');
    const prober = startProber(probed, 100);
    await sleep(LOCKED_MS);
    await locker.query('COMMIT');
    await locker.end();
    await sleep(2_000);
    const probes = await prober.end();
    await settle(writers, patienceMs);
    return [...(await site.judge(writers)), ...(await judgeProbes(probes, site.postgres.query))];
  },
  control: noPostgres,
};

const CONFLICTS_MS = 6_000;

export const conflicts: Scenario = {
  name: 'conflicts',
  title:
    'every transaction is serializable, and another one locks turns before their sessions: conflicts and deadlocks',
  quick: false,
  play: async ({ site, size, open, patienceMs }) => {
    await site.model({ repeat: 2, firstTokenMs: 50, tokenMs: 10 });
    const chats = await open(size(40, 15));
    const probed = await open(10);
    await site.postgres.query(`ALTER DATABASE aside SET default_transaction_isolation = 'serializable'`);
    await site.postgres.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'aside-%'`,
    );
    const prober = startProber(probed, 100);
    const endsAt = performance.now() + CONFLICTS_MS;
    const rival = new Client(site.postgres.directUrl());
    await rival.connect();
    const stops: number[] = [];
    // A stop takes the session and then the turn, as everything does; the rival the other way round.
    const quarrel = async () => {
      const found = await rival.query(
        `SELECT id, session_id FROM turns WHERE state = 'running' AND session_id = ANY($1::uuid[]) LIMIT 1`,
        [chats.map(({ id }) => id)],
      );
      const [turn] = found.rows;
      const chat = chats.find(({ id }) => id === turn?.session_id);
      if (!chat) return;
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
      stops.push((await stopping).status);
    };
    while (performance.now() < endsAt) {
      await askAll(chats);
      for (let round = 0; round < 5; round++) await quarrel();
    }
    await rival.end();
    await site.postgres.query('ALTER DATABASE aside RESET default_transaction_isolation');
    await site.postgres.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'aside-%'`,
    );
    const probes = await prober.end();
    await settle(chats, patienceMs);
    const [counts] = await site.postgres.query<{ deadlocks: number }>(
      'SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()',
    );
    const deadlocks = counts?.deadlocks ?? 0;
    const other = stops.filter((status) => status !== 202 && status !== 409 && status !== 503);
    return [
      finding('there were deadlocks, by the count of Postgres', deadlocks, deadlocks > 0),
      none('stop that was answered otherwise than 202, 409 or 503', other.length),
      ...(await site.judge(chats)),
      ...(await judgeProbes(probes, site.postgres.query)),
    ];
  },
  control: noPostgres,
};
