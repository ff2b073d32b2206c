import { atMost, finding } from '../oracle/finding.js';
import { textIsLost } from '../oracle/judge-bare.js';
import type { Scenario, Stage } from '../scenario.js';
import type { Site } from '../site/site.js';
import type { Chat } from '../users/chat.js';
import { allWriting, askAll, settle } from '../users/load.js';

async function play<S extends Site>({ site, size, patienceMs }: Stage<S>, chats: Chat[]) {
  await site.model({ repeat: size(8, 6), firstTokenMs: 100, tokenMs: 50 });
  await askAll(chats);
  await allWriting(chats);
  await site.servers[0]?.end('SIGKILL');
  await settle(chats, patienceMs);
  const broken = chats.filter(({ resumesMs }) => resumesMs.length > 0);
  return [
    ...(await site.judge(chats)),
    finding('streams were broken', broken.length, broken.length >= chats.length * 0.95),
    atMost(
      'a broken stream goes on',
      chats.flatMap(({ resumesMs }) => resumesMs),
      0.95,
      3_000,
    ),
  ];
}

export const killedServer: Scenario = {
  name: 'killed-server',
  title: 'one of two servers is killed with 200 open streams on it; their readers go to the other',
  quick: false,
  play: async (stage) => play(stage, await stage.open(stage.size(200, 40), { server: 0 })),
  control: {
    play: async (stage) => play(stage, await stage.open(stage.size(200, 40), { server: 0 })),
    breaks: textIsLost,
  },
};
