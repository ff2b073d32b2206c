import { atMost, finding } from '../oracle/finding.js';
import { textIsLost } from '../oracle/judge-bare.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { settle, talk, until } from '../users/load.js';

/** One after another is killed in the middle of its work and started again. */
async function play<S extends Site>({ site, random, size, patienceMs, note }: Stage<S>, chats: Chat[]) {
  await site.model({ repeat: size(1, 3), firstTokenMs: 100, tokenMs: 20 });
  const load = talk(chats, { messages: size(40, 3), spreadMs: 1_000, random, patienceMs });
  const starts: Promise<boolean>[] = [];
  await until(load, size(2_000, 1_500), async () => {
    const running = site.workers.filter((worker) => worker.isRunning());
    if (running.length === 0) return;
    const worker = random.pick(running);
    await worker.end('SIGKILL');
    // The next one is killed at its time, whether or not this one is back: it may be this one, before it is.
    starts.push(
      worker.start().then(
        () => true,
        () => false,
      ),
    );
  });
  const ready = (await Promise.all(starts)).filter(Boolean).length;
  const kills = starts.length;
  note(`${kills - ready} of them were killed again before they were ready`);
  await settle(chats, patienceMs);
  return [finding('workers were killed', kills, kills > 0), ...(await site.judge(chats))];
}

export const killedWorkers: Scenario = {
  name: 'killed-workers',
  title: '2,000 messages of 50 users while one of four workers is killed by SIGKILL every 2 s',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(50, 30));
    const findings = await play(stage, chats);
    const takeovers = chats.flatMap(({ reading }) => reading.takeoversMs);
    return [...findings, atMost('takeover, by the reader’s clock', takeovers, 0.95, 15_000)];
  },
  control: { play: async (stage) => play(stage, await stage.open(30)), breaks: textIsLost },
};
