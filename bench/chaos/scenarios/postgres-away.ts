import { setTimeout as sleep } from 'node:timers/promises';
import { judgeProbes } from '../oracle/judge-probes.js';
import { keptOnce } from '../oracle/kept-once.js';
import type { Scenario } from '../scenario.js';
import { allWriting, askAll, settle } from '../users/load.js';
import { startProber } from '../users/prober.js';

/** How often somebody posts, and is told what comes, once. */
const PROBE_EVERY_MS = 50;

export const noPostgres =
  'the bare stack has no Postgres; that the oracle sees what is lost in it is shown by its own tests';

const away = (seconds: number): Scenario => ({
  name: `postgres-away-${seconds}s`,
  title: `Postgres is shut down at once (immediate) under load and is back after ${seconds} s`,
  quick: false,
  play: async ({ site, size, open, patienceMs, note }) => {
    // Longer than the outage, so that no answer ends in it by itself.
    await site.model({ lengthTokens: (seconds + 8) * 10, firstTokenMs: 100, tokenMs: 100 });
    const writers = await open(size(60, 20));
    const probed = await open(size(40, 20));
    await askAll(writers);
    await allWriting(writers);
    // Those that wait behind each other in a session need their time.
    await site.standIn('alsoScript', { match: 'nothing', answer: 'Briefly, to {question}.' });
    const prober = startProber(probed, PROBE_EVERY_MS);
    await sleep(500);
    await site.postgres.kill();
    await sleep(seconds * 1_000);
    await site.postgres.start();
    await sleep(2_000);
    const probes = await prober.end();
    await settle([...writers, ...probed], 2 * patienceMs);
    return [
      await keptOnce(site, writers),
      ...(await judgeProbes(probes, site.postgres, note)),
      ...(await site.judge([...writers, ...probed])),
    ];
  },
  control: noPostgres,
});

export const postgresAway: readonly Scenario[] = [away(2), away(12), away(45)];
