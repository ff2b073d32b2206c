import { setTimeout as sleep } from 'node:timers/promises';
import { finding } from '../oracle/finding.js';
import { textIsLost } from '../oracle/judge-bare.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { allWriting, askAll, settle } from '../users/load.js';

async function play<S extends Site>(
  { site, size, patienceMs }: Stage<S>,
  chats: Chat[],
  meanwhile: () => Promise<void>,
) {
  await site.model({ repeat: 2, firstTokenMs: 100, tokenMs: 30 });
  await askAll(chats);
  await allWriting(chats);
  await Promise.all(site.workers.map((worker) => worker.end('SIGKILL')));
  const deadUntil = performance.now() + size(60_000, 5_000);
  await meanwhile();
  await sleep(Math.max(0, deadUntil - performance.now()));
  await Promise.all(site.workers.map((worker) => worker.start()));
  await settle(chats, patienceMs);
  return site.judge(chats);
}

export const noWorkers: Scenario = {
  name: 'no-workers',
  title: 'all workers are killed in mid-answer and stay away for 60 s; users ask on meanwhile',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(40, 10));
    const findings = await play(stage, chats, async () => {
      await askAll(chats);
      await askAll(chats);
    });
    const told = chats.filter(({ reading }) => reading.places.includes(1) && reading.places.includes(2));
    return [
      ...findings,
      finding(
        'every reader was told the places of his waiting questions',
        told.length,
        told.length === chats.length,
      ),
    ];
  },
  control: {
    // Nobody asks on: without a line of its own, a second answer in a session would break the first without any fault.
    play: async (stage) => play(stage, await stage.open(stage.size(40, 10)), async () => undefined),
    breaks: textIsLost,
  },
};
