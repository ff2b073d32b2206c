import { onBoth } from '../scenario.js';
import { newQuestion, settle } from '../users/load.js';

export const fastMessages = onBoth({
  name: 'fast-messages',
  title: 'five fast messages in each of 100 sessions at once',
  quick: true,
  breaks: ['nothing read twice'],
  play: async ({ site, size, open, patienceMs }) => {
    await site.model({ repeat: 2, firstTokenMs: 50, tokenMs: 10 });
    const chats = await open(size(100, 20));
    await Promise.all(
      chats.map(async (chat) => {
        for (let message = 0; message < 5; message++) await chat.post(newQuestion());
      }),
    );
    await settle(chats, patienceMs);
    return site.judge(chats);
  },
});
