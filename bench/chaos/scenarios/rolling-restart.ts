import { finding, none } from '../oracle/finding.js';
import { textIsLost } from '../oracle/judge-bare.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Member } from '../site/member.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { settle, talk } from '../users/load.js';

/** SHUTDOWN_GRACE_MS and two seconds. */
const EXIT_WITHIN_MS = 22_000;

/** Servers and workers are scaled, and rolled, apart from each other. */
async function oneByOne(members: readonly Member[], restart: (member: Member) => Promise<void>) {
  for (const member of members) await restart(member);
}

async function play<S extends Site>(
  { site, random, patienceMs, size }: Stage<S>,
  chats: Chat[],
  restart: (member: Member) => Promise<void>,
) {
  await site.model({ repeat: 2, firstTokenMs: 100, tokenMs: 15 });
  let over = false;
  const load = (async () => {
    while (!over) await talk(chats, { messages: 1, spreadMs: 300, random, patienceMs });
  })();
  for (let round = 0; round < size(5, 1); round++) {
    await Promise.all([site.servers, site.workers].map((members) => oneByOne(members, restart)));
  }
  over = true;
  await load;
  await settle(chats, patienceMs);
  return site.judge(chats);
}

export const rollingRestart: Scenario = {
  name: 'rolling-restart',
  title: 'rolling restart of all six processes, five times, under load',
  quick: false,
  play: async (stage) => {
    const chats = await stage.open(stage.size(40, 20));
    const exits: { code: number | null; tookMs: number }[] = [];
    const findings = await play(stage, chats, async (member) => {
      const begunAt = performance.now();
      const code = await member.end('SIGTERM');
      exits.push({ code, tookMs: performance.now() - begunAt });
      await member.start();
    });
    const again = chats.flatMap(({ posted }) => posted.filter(({ tries }) => tries > 1));
    const burnt = await stage.site.postgres.query<{ id: string }>(
      'SELECT id FROM turns WHERE failures > 0 AND session_id = ANY($1::uuid[])',
      [chats.map(({ id }) => id)],
    );
    const slowest = Math.round(Math.max(...exits.map(({ tookMs }) => tookMs)));
    stage.note(`${again.length} posts found nobody at a server's port and were sent again`);
    const refused = chats.flatMap(({ refusals }) => refusals);
    return [
      ...findings,
      none('post or stream that was answered with an error', refused.length),
      finding(
        'processes that ended with 0',
        `${exits.filter(({ code }) => code === 0).length} of ${exits.length}`,
        exits.every(({ code }) => code === 0),
      ),
      finding(`each within ${EXIT_WITHIN_MS} ms`, `${slowest} ms`, slowest <= EXIT_WITHIN_MS),
      none('attempt burnt', burnt.length),
    ];
  },
  control: {
    play: async (stage) =>
      play(stage, await stage.open(20), async (member) => {
        await member.end('SIGTERM');
        await member.start();
      }),
    breaks: textIsLost,
  },
};
