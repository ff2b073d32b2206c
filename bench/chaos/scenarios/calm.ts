import { onBoth } from '../scenario.js';
import { settle, talk } from '../users/load.js';

export const calm = onBoth({
  name: 'calm',
  title: 'no fault: the same users and the same load as in what follows',
  quick: true,
  // What breaks below breaks by its fault, and not by the users, the load or the oracle.
  breaks: [],
  play: async ({ site, size, open, random, patienceMs }) => {
    await site.model({ repeat: 4, firstTokenMs: 100, tokenMs: 20 });
    const chats = await open(size(100, 20));
    await talk(chats, { messages: size(3, 1), spreadMs: 1_000, random, patienceMs });
    await settle(chats, patienceMs);
    return site.judge(chats);
  },
});
