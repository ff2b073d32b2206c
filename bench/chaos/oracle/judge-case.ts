import type { Case } from '../faults/model-cases.js';
import type { Chat, Posted } from '../users/chat.js';
import { type Finding, finding } from './finding.js';

export interface PlayedCase {
  one: Case;
  chat: Chat;
  posted: Posted;
}

/** `calls` are those of the model for this question. */
export function judgeCase({ one, chat, posted }: PlayedCase, calls: number): Finding {
  const seen = chat.answerOf(posted);
  const tookMs = Math.round((seen.endedAt ?? 0) - posted.acceptedAt);
  const asExpected =
    seen.state === one.state &&
    calls === one.calls &&
    tookMs >= (one.atLeastMs ?? 0) &&
    seen.text.length >= (one.characters ?? 0);
  const got = `${seen.state} after ${calls}, ${seen.text.length} characters in ${tookMs} ms`;
  return finding(`${one.what}: ${one.state} after ${one.calls}`, got, asExpected);
}
