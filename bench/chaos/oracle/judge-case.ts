import type { Case } from '../faults/model-cases.js';
import type { Site } from '../site/site.js';
import type { Chat, Posted } from '../users/chat.js';
import { type Finding, finding } from './finding.js';

export interface PlayedCase {
  one: Case;
  chat: Chat;
  posted: Posted;
}

/** Why questions failed, as Postgres has it. */
export async function codesOf(site: Site, chats: readonly Chat[]): Promise<Map<string, string | null>> {
  const rows = await site.postgres.query<{ question: string; code: string | null }>(
    `SELECT q.content AS question, t.error->>'code' AS code
     FROM turns t JOIN messages q ON q.session_id = t.session_id AND q.id = t.message_id
     WHERE t.session_id = ANY($1::uuid[]) AND t.state = 'failed'`,
    [chats.map(({ id }) => id)],
  );
  return new Map(rows.map(({ question, code }) => [question, code]));
}

/** `calls` are those of the model for this question, `code` is that of the failure in Postgres. */
export function judgeCase({ one, chat, posted }: PlayedCase, calls: number, code: string | null): Finding {
  const seen = chat.answerOf(posted);
  const tookMs = Math.round((seen.endedAt ?? 0) - posted.acceptedAt);
  const asExpected =
    seen.state === one.state &&
    calls === one.calls &&
    code === (one.code ?? null) &&
    tookMs >= (one.atLeastMs ?? 0) &&
    seen.text.length >= (one.characters ?? 0);
  const got = `${seen.state} (${code}) after ${calls}, ${seen.text.length} characters in ${tookMs} ms`;
  return finding(`${one.what}: ${one.state} after ${one.calls}`, got, asExpected);
}
