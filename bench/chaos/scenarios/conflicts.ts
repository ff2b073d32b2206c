import { deadlock, deadlocksSeen, isolate } from '../faults/conflict.js';
import { finding, none } from '../oracle/finding.js';
import type { Scenario } from '../scenario.js';
import { newQuestion, settle } from '../users/load.js';
import { startProber } from '../users/prober.js';
import { noPostgres } from './postgres-away.js';

/** So long, or until there was a deadlock, if that takes longer. */
const CONFLICTS_MS = { least: 4_000, most: 20_000 };

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
    const begunAt = performance.now();
    const stops: number[] = [];
    const seenBefore = await deadlocksSeen(rival);
    const lasted = (ms: number) => performance.now() > begunAt + ms;
    const noneYet = async () => (await deadlocksSeen(rival)) === seenBefore;
    while (!lasted(CONFLICTS_MS.least) || (!lasted(CONFLICTS_MS.most) && (await noneYet()))) {
      await Promise.all(chats.map((chat) => chat.post(newQuestion())));
      const stop = await deadlock(rival, chats);
      if (stop !== null) stops.push(stop);
    }
    const deadlocks = (await deadlocksSeen(rival)) - seenBefore;
    await rival.end();
    const probes = await prober.end();
    await isolate(site, 'read committed');
    await settle([...chats, ...probed], patienceMs);
    const lines = members.flatMap((member, index) => member.linesSince(marks[index] ?? 0));
    const serialization = lines.filter((line) => line.includes('"40001"')).length;
    const otherwise = stops.filter((status) => ![202, 409, 503].includes(status));
    return [
      finding('there were deadlocks', deadlocks, deadlocks > 0),
      finding('there were serialization failures', serialization, serialization > 0),
      none('stop that was answered otherwise than 202, 409 or 503', otherwise.length),
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
