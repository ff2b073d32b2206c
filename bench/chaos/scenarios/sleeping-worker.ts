import { setTimeout as sleep } from 'node:timers/promises';
import { finding } from '../oracle/finding.js';
import { textIsLost } from '../oracle/judge-bare.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { allWriting, newQuestion, settle } from '../users/load.js';

/** Longer than a lease and the sweep after it; and, for the bare stack, than BullMQ's lock and its check. */
const ASLEEP_MS = { aside: 12_000, bare: 65_000 };

/** To half of the questions the model falls silent after its first words, if `hushed`. */
async function play<S extends Site>(
  { site, patienceMs }: Stage<S>,
  chats: Chat[],
  asleepMs: number,
  hushed: boolean,
) {
  await site.model({ repeat: 8, firstTokenMs: 100, tokenMs: 30 });
  if (hushed)
    await site.standIn('alsoScript', { match: 'Hush', times: chats.length / 2, silentAfterTokens: 5 });
  await Promise.all(
    chats.map((chat, index) => chat.post(`${hushed && index % 2 === 0 ? 'Hush: ' : ''}${newQuestion()}`)),
  );
  await allWriting(chats);
  const [sleeper] = site.workers;
  sleeper?.signal('SIGSTOP');
  await sleep(asleepMs);
  sleeper?.signal('SIGCONT');
  await settle(chats, patienceMs);
  // What it says late has time to do harm.
  await sleep(3_000);
  return site.judge(chats);
}

export const sleepingWorker: Scenario = {
  name: 'sleeping-worker',
  title: 'a worker is stopped by SIGSTOP past its leases, then continued: it wakes up and writes',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(60, 20));
    const [sleeper] = stage.site.workers;
    const before = sleeper?.mark() ?? 0;
    // An answer that goes on is refused by the log; one that the model keeps back by Postgres, when its lease is renewed.
    const findings = await play(stage, chats, ASLEEP_MS.aside, true);
    const lines = sleeper?.linesSince(before) ?? [];
    const byLog = lines.filter((line) => line.includes('a newer one writes to the session')).length;
    const byPostgres = lines.filter((line) => line.includes('another worker has it, or it has ended')).length;
    return [
      ...findings,
      finding(
        'late writes are refused by the event log, and by Postgres',
        `${byLog}, ${byPostgres}`,
        byLog > 0 && byPostgres > 0,
      ),
    ];
  },
  control: {
    play: async (stage) => play(stage, await stage.open(20), ASLEEP_MS.bare, false),
    breaks: textIsLost,
  },
};
