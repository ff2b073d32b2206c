import { onBoth } from '../scenario.js';
import { settle, talk } from '../users/load.js';

const DELAY_MS = 150;

export const slowLinks = onBoth({
  name: 'slow-links',
  title: `what Redis and Postgres answer arrives ${DELAY_MS} ms later`,
  quick: false,
  // Nothing is lost by it, here or there: it is to do no harm.
  breaks: [],
  play: async ({ site, size, open, random, patienceMs }) => {
    await site.model({ repeat: 4, firstTokenMs: 100, tokenMs: 20 });
    const chats = await open(size(40, 15));
    site.redis.link.delay(DELAY_MS);
    site.postgres.link.delay(DELAY_MS);
    await talk(chats, { messages: 3, spreadMs: 1_000, random, patienceMs });
    await settle(chats, patienceMs);
    return site.judge(chats);
  },
});
