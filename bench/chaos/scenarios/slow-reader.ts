import { setTimeout as sleep } from 'node:timers/promises';
import { atMost } from '../oracle/finding.js';
import type { Scenario } from '../scenario.js';

export const slowReader: Scenario = {
  name: 'slow-reader',
  title: 'a reader that takes an answer of 5 MB in short breaths',
  quick: false,
  play: async ({ site, open, patienceMs }) => {
    await site.model({ answer: 'Every byte. '.repeat(437_000), tokenChars: 4_096, tokenMs: 1 });
    const chats = await open(3);
    const posts = await Promise.all(chats.map((chat, index) => chat.post(`All of it, ${index}?`)));
    let over = false;
    const breathing = (async () => {
      while (!over) {
        for (const chat of chats) chat.pause();
        await sleep(700);
        for (const chat of chats) chat.resume();
        await sleep(60);
      }
    })();
    for (const [index, chat] of chats.entries()) {
      const posted = posts[index];
      if (posted) await chat.ended(posted, patienceMs);
    }
    over = true;
    await breathing;
    return [
      ...(await site.judge(chats)),
      atMost(
        'read',
        chats.map((chat) =>
          chat.posted[0]
            ? (chat.answerOf(chat.posted[0]).endedAt ?? Number.POSITIVE_INFINITY) - chat.posted[0].acceptedAt
            : Number.POSITIVE_INFINITY,
        ),
        1,
        90_000,
      ),
    ];
  },
  control: 'the bare stack buffers what its reader does not take: the scenario before shows that',
};
