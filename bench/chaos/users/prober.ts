import { setTimeout as sleep } from 'node:timers/promises';
import type { AsideChat, Probe } from './aside-chat.js';
import { newQuestion } from './load.js';

/** Posts to one chat after another, one every `everyMs`, and repeats nothing, until it is told to end. */
export function startProber(chats: readonly AsideChat[], everyMs: number) {
  const probes: Promise<Probe>[] = [];
  let over = false;
  const loop = (async () => {
    for (let turn = 0; !over; turn++) {
      const chat = chats[turn % chats.length];
      if (chat) probes.push(chat.tryPost(newQuestion()));
      await sleep(everyMs);
    }
  })();
  return {
    end: async (): Promise<Probe[]> => {
      over = true;
      await loop;
      return Promise.all(probes);
    },
  };
}
