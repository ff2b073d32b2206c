import type { Call } from '../../programs/stand-in.js';
import { type Chat, saidTo } from '../users/chat.js';
import { type Finding, finding, none } from './finding.js';

/** What a reader of the bare stack loses with its text, in the words of the findings below. */
export const textIsLost = [
  'no answer that its reader did not see end',
  'no answer other than what the model said',
  'nothing read twice, left out or misplaced',
] as const;

/** Of the bare stack only its readers can tell. */
export function judgeBare(chats: readonly Chat[], calls: readonly Call[]): Finding[] {
  const said = saidTo(calls);
  const all = chats.flatMap((chat) => chat.posted.map((posted) => ({ posted, seen: chat.answerOf(posted) })));
  const wrongs = chats.flatMap((chat) => chat.wrongs);
  const complete = all.filter(({ seen }) => seen.state === 'complete');
  const otherwise = complete.filter(({ posted, seen }) => !said.get(posted.text)?.has(seen.text));
  return [
    finding('messages were taken', all.length, all.length > 0),
    none('answer that its reader did not see end', all.filter(({ seen }) => seen.endedAt === null).length),
    none('turn failed', all.filter(({ seen }) => seen.state === 'failed').length),
    none('answer other than what the model said', otherwise.length),
    finding('nothing read twice, left out or misplaced', wrongs[0] ?? 'nothing', wrongs.length === 0),
  ];
}
