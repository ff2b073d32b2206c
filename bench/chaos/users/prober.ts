import { randomUUID } from 'node:crypto';
import type { AsideChat } from './aside-chat.js';
import { newQuestion, sleep } from './load.js';

/** One post, tried once. */
export interface Probe {
  text: string;
  /** 0 when there was no answer. */
  status: number;
  retryAfter: string | null;
  tookMs: number;
}

/** Posts to one chat after another, one every `everyMs`, and repeats nothing, until it is told to end. */
export function startProber(chats: readonly AsideChat[], everyMs: number) {
  const probes: Probe[] = [];
  const running: Promise<void>[] = [];
  let over = false;
  const probe = async (chat: AsideChat) => {
    const text = newQuestion();
    const sentAt = performance.now();
    const answer = await chat
      .request('POST', '/messages', {
        headers: { 'idempotency-key': randomUUID() },
        body: JSON.stringify({ content: text }),
      })
      .catch(() => null);
    await answer?.arrayBuffer().catch(() => undefined);
    probes.push({
      text,
      status: answer?.status ?? 0,
      retryAfter: answer?.headers.get('retry-after') ?? null,
      tookMs: performance.now() - sentAt,
    });
  };
  const loop = (async () => {
    for (let turn = 0; !over; turn++) {
      const chat = chats[turn % chats.length];
      if (chat) running.push(probe(chat));
      await sleep(everyMs);
    }
  })();
  return {
    end: async (): Promise<Probe[]> => {
      over = true;
      await loop;
      await Promise.all(running);
      return probes;
    },
  };
}
