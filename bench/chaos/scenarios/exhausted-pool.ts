import { setTimeout as sleep } from 'node:timers/promises';
import { judgeProbes } from '../oracle/judge-probes.js';
import { keptOnce } from '../oracle/kept-once.js';
import type { Scenario } from '../scenario.js';
import { allWriting, askAll, settle } from '../users/load.js';
import { startProber } from '../users/prober.js';
import { noPostgres } from './postgres-away.js';

/** Longer than a request waits for a connection, shorter than a statement may take. */
const LOCKED_MS = 12_000;
/** So often that the connections of both servers are all taken within a second or two. */
const PROBE_EVERY_MS = 40;

export const exhaustedPool: Scenario = {
  name: 'exhausted-pool',
  title: 'a lock on the sessions holds every connection of the pools for 12 s',
  quick: false,
  play: async ({ site, size, open, patienceMs, note }) => {
    await site.model({ repeat: 24, firstTokenMs: 100, tokenMs: 30 });
    const writers = await open(size(40, 20));
    const probed = await open(40);
    await askAll(writers);
    await allWriting(writers);
    await site.standIn('alsoScript', { match: 'nothing', answer: 'Briefly, to {question}.' });
    const locker = await site.postgres.connect();
    await locker.query('BEGIN; LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE');
    const prober = startProber(probed, PROBE_EVERY_MS);
    await sleep(LOCKED_MS);
    await locker.query('COMMIT');
    await locker.end();
    await sleep(1_000);
    const probes = await prober.end();
    await settle([...writers, ...probed], patienceMs);
    return [
      await keptOnce(site, writers),
      ...(await judgeProbes(probes, site.postgres, note)),
      ...(await site.judge([...writers, ...probed])),
    ];
  },
  control: noPostgres,
};
