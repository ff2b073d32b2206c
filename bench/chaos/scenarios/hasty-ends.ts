import { setTimeout as sleep } from 'node:timers/promises';
import { finding, none } from '../oracle/finding.js';
import type { Scenario } from '../scenario.js';
import { settle, talk } from '../users/load.js';

const SHORT_GRACE_MS = 4_000;

export const hastyEnds: Scenario = {
  name: 'hasty-ends',
  title: 'SIGTERM with answers longer than the grace time; and a second SIGTERM in the middle of it',
  quick: false,
  play: async ({ site, open, size, patienceMs }) => {
    await site.model({ lengthTokens: 500, firstTokenMs: 100, tokenMs: 30 });
    const [patient, hasty] = site.workers;
    if (!patient || !hasty) throw new Error('two workers are needed');
    for (const worker of [patient, hasty]) {
      await worker.end('SIGTERM');
      await worker.start({ SHUTDOWN_GRACE_MS: String(SHORT_GRACE_MS) });
    }
    const chats = await open(size(60, 20));
    const load = talk(chats, { messages: 1, random: { next: () => 0 }, patienceMs });
    await sleep(2_000);
    const begunAt = performance.now();
    const code = await patient.end('SIGTERM');
    const tookMs = Math.round(performance.now() - begunAt);
    hasty.signal('SIGTERM');
    await sleep(500);
    const secondAt = performance.now();
    const hastyCode = await hasty.end('SIGTERM');
    const hastyMs = Math.round(performance.now() - secondAt);
    await load;
    await settle(chats, patienceMs);
    const burnt = await site.postgres.query<{ id: string }>(
      'SELECT id FROM turns WHERE failures > 0 AND session_id = ANY($1::uuid[])',
      [chats.map(({ id }) => id)],
    );
    return [
      finding(
        `exit 0 within grace + 2 s (${SHORT_GRACE_MS + 2_000} ms)`,
        `${code} after ${tookMs} ms`,
        code === 0 && tookMs <= SHORT_GRACE_MS + 2_000,
      ),
      finding(
        'a second SIGTERM ends it at once',
        `${hastyCode} after ${hastyMs} ms`,
        hastyCode === 1 && hastyMs < 1_000,
      ),
      none('attempt burnt', burnt.length),
      ...(await site.judge(chats)),
    ];
  },
  control:
    'the bare stack leaves at once and has nothing to hand back; the rolling restart shows what that costs',
};
