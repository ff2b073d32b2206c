import { setTimeout as sleep } from 'node:timers/promises';
import { finding, none } from '../oracle/finding.js';
import type { Scenario } from '../scenario.js';
import { allWriting, askAll, settle } from '../users/load.js';
import { type Probe, startProber } from '../users/prober.js';

/** How often somebody posts, and is told what comes, once. */
const PROBE_EVERY_MS = 50;

/** Refused in words that say when to come again, with nothing kept; or taken, and kept. */
export async function judgeProbes(
  probes: readonly Probe[],
  query: (sql: string, values: unknown[]) => Promise<{ content: string }[]>,
) {
  const rows = await query(`SELECT content FROM messages WHERE type = 'user' AND content = ANY($1)`, [
    probes.map(({ text }) => text),
  ]);
  const kept = new Set(rows.map(({ content }) => content));
  const refused = probes.filter(({ status }) => status === 503);
  const taken = probes.filter(({ status }) => status === 202);
  const other = probes.filter(({ status }) => status !== 202 && status !== 503);
  return [
    finding(
      'posts meanwhile',
      `${taken.length} taken, ${refused.length} refused with 503`,
      probes.length > 0,
    ),
    none('post answered otherwise', other.length),
    none('503 without Retry-After', refused.filter(({ retryAfter }) => retryAfter === null).length),
    none('post that was taken and is lost', taken.filter(({ text }) => !kept.has(text)).length),
    // A commit whose answer was lost is kept, and found again by its key; none of these had that chance.
    finding(
      'refused and kept all the same, by a commit whose answer was lost',
      refused.filter(({ text }) => kept.has(text)).length,
      true,
    ),
  ];
}

const restarted = (seconds: number, quick: boolean): Scenario => ({
  name: `postgres-away-${seconds}s`,
  title: `Postgres is shut down at once (immediate) under load and is back after ${seconds} s`,
  quick,
  play: async ({ site, size, open, patienceMs, note }) => {
    await site.model({ repeat: 24, firstTokenMs: 100, tokenMs: 30 });
    const writers = await open(size(60, 20));
    const probed = await open(size(20, 5));
    await askAll(writers);
    await allWriting(writers);
    const prober = startProber(probed, PROBE_EVERY_MS);
    await sleep(500);
    await site.postgres.kill();
    await sleep(seconds * 1_000);
    await site.postgres.start();
    await sleep(3_000);
    const probes = await prober.end();
    await settle(writers, patienceMs);
    const calls = await site.standIn('calls');
    const asked = new Set(writers.flatMap(({ posted }) => posted.map(({ text }) => text)));
    const callsOfWriters = calls.filter(({ question }) => asked.has(question)).length;
    note(`${callsOfWriters} calls of the model for ${asked.size} answers that were being written`);
    return [
      ...(await site.judge(writers)),
      finding(
        'answers that were being written are kept and recorded',
        `${callsOfWriters} calls for ${asked.size}`,
        callsOfWriters === asked.size,
      ),
      ...(await judgeProbes(probes, site.postgres.query)),
    ];
  },
  control:
    'the bare stack has no Postgres; that the oracle sees what is lost in it is shown by its own tests',
});

export const postgresAway: readonly Scenario[] = [restarted(2, false), restarted(12, false)];
