import { setTimeout as sleep } from 'node:timers/promises';
import { finding } from '../oracle/finding.js';
import { textIsLost } from '../oracle/judge-bare.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { allWriting, askAll, settle } from '../users/load.js';

async function play<S extends Site>(
  { site, patienceMs }: Stage<S>,
  chats: Chat[],
  trim: () => Promise<unknown>,
) {
  await site.model({ repeat: 6, firstTokenMs: 100, tokenMs: 30 });
  await askAll(chats);
  await allWriting(chats);
  for (const chat of chats) {
    chat.pause();
    chat.cut();
  }
  await sleep(2_000);
  await trim();
  for (const chat of chats) chat.resume();
  await settle(chats, patienceMs);
  return site.judge(chats, { mayReplace: true });
}

export const trimmedLog: Scenario = {
  name: 'trimmed-log',
  title: 'readers are away for 2 s in mid-answer, and the event log is trimmed past their cursors meanwhile',
  quick: true,
  play: async (stage) => {
    const chats = await stage.open(stage.size(40, 10));
    const trim = () =>
      Promise.all(chats.map(({ id }) => stage.site.redis.command('XTRIM', `aside:{${id}}:log`, 'MAXLEN', 2)));
    const findings = await play(stage, chats, trim);
    const counts = chats.map(({ reading }) => reading.snapshots);
    return [
      ...findings,
      finding(
        'every reader got a snapshot, and only one',
        `${Math.min(...counts)} to ${Math.max(...counts)}`,
        counts.every((count) => count === 1),
      ),
    ];
  },
  control: {
    play: async (stage) => play(stage, await stage.open(stage.size(40, 10)), async () => undefined),
    breaks: textIsLost,
  },
};
