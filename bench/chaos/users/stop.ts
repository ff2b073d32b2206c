import { eventually } from '../../../test/support/eventually.js';
import type { AsideSite } from '../site/site.js';
import type { AsideChat } from './aside-chat.js';
import type { Posted } from './chat.js';

/** Stops the turn of this question; the HTTP status of the answer. */
export async function stop(chat: AsideChat, posted: Posted | undefined, server?: number): Promise<number> {
  const path = `/turns/${posted ? chat.turnIdOf(posted) : ''}/stop`;
  const answer = await chat.request('POST', path, server === undefined ? {} : { server });
  await answer.body?.cancel();
  return answer.status;
}

/** From the stop to the end of the model's socket, as the model sees it. */
export async function untilModelIsLeft(site: AsideSite, chat: AsideChat): Promise<number> {
  const [posted] = chat.posted;
  const stoppedAt = Date.now();
  await stop(chat, posted, 1);
  const call = await eventually('the model is left', async () => {
    const calls = await site.standIn('calls');
    return calls.find((one) => one.question === posted?.text && one.endedAt !== null);
  });
  return (call.endedAt ?? Number.POSITIVE_INFINITY) - stoppedAt;
}

/** How the answers to the question at this place of each chat have ended so far. */
export const statesOf = (chats: readonly AsideChat[], place: number) =>
  chats.map((chat) => {
    const posted = chat.posted[place];
    return posted ? chat.answerOf(posted).state : 'nothing';
  });
