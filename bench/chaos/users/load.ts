import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../../dev/random.js';
import type { Chat, Posted } from './chat.js';

let asked = 0;
/** No two questions are the same, so that no two answers are. */
export function newQuestion(): string {
  asked += 1;
  return `Question ${asked}, about nothing in particular?`;
}

/**
 * Each user asks, reads the answer to its end, and asks again; the first at some moment within `spreadMs`. An answer
 * that does not end is waited for only so long.
 */
export async function talk(
  chats: readonly Chat[],
  options: { messages: number; spreadMs?: number; random: Pick<Random, 'next'>; patienceMs: number },
): Promise<void> {
  const { messages, spreadMs = 0, random, patienceMs } = options;
  await Promise.all(
    chats.map(async (chat) => {
      await sleep(random.next() * spreadMs);
      for (let message = 0; message < messages; message++) {
        await chat.ended(await chat.post(newQuestion()), patienceMs);
      }
    }),
  );
}

/** Every chat asks one question, at once. */
export function askAll(chats: readonly Chat[]): Promise<Posted[]> {
  return Promise.all(chats.map((chat) => chat.post(newQuestion())));
}

/** Waits until every answer has ended, or so long. */
export async function settle(chats: readonly Chat[], limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (const chat of chats) {
    for (const posted of chat.posted) await chat.ended(posted, Math.max(0, deadline - performance.now()));
  }
}

/** Waits until the answers of all of them are being written. */
export async function allWriting(chats: readonly Chat[], limitMs = 20_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  const writing = (chat: Chat) => {
    const newest = chat.posted.at(-1);
    return newest !== undefined && chat.answerOf(newest).beganAt !== null;
  };
  while (!chats.every(writing)) {
    if (performance.now() > deadline) {
      const silent = chats.filter((chat) => !writing(chat));
      const [first] = silent;
      const state = JSON.stringify({ id: first?.id, seen: first?.posted.map((one) => first.answerOf(one)) });
      throw new Error(`${silent.length} of ${chats.length} answers are not being written: ${state}`);
    }
    await sleep(20);
  }
}

/** Does something every `everyMs` until `work` is done; says how often it was. */
export async function until(
  work: Promise<unknown>,
  everyMs: number,
  again: () => Promise<void>,
): Promise<number> {
  let done = false;
  const end = work.finally(() => {
    done = true;
  });
  let times = 0;
  for (;;) {
    await Promise.race([end, sleep(everyMs)]);
    if (done) break;
    await again();
    times += 1;
  }
  await end;
  return times;
}

/** From `since` to the end of each answer, in milliseconds; infinity for one that has not ended. */
export function endsAfter(since: number, chats: readonly Chat[]): number[] {
  return chats.flatMap((chat) =>
    chat.posted.map((one) => (chat.answerOf(one).endedAt ?? Number.POSITIVE_INFINITY) - since),
  );
}
