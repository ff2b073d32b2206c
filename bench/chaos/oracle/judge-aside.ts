import type { Call } from '../../programs/stand-in.js';
import type { PostgresStore } from '../site/stores.js';
import { type Chat, saidTo } from '../users/chat.js';
import { type Finding, finding, none } from './finding.js';

interface Row {
  question: string;
  session_id: string;
  position: number;
  state: string;
  answers: number;
  content: string | null;
  status: string | null;
  error: object | null;
  started_at: Date | null;
  ended_at: Date | null;
}

export interface JudgeOptions {
  mayFail?: boolean;
  mayReplace?: boolean;
  database?: string;
}

/**
 * What Postgres knows of these sessions, beside what the model said and what their readers saw.
 *
 * @param options.mayFail the fault is one that an explicit failure answers
 * @param options.mayReplace the fault is one that a snapshot answers; after others a reader is to get every event
 * @param options.database another one than the site's
 */
export async function judgeAside(
  chats: readonly Chat[],
  calls: readonly Call[],
  postgres: Pick<PostgresStore, 'query'>,
  { mayFail = false, mayReplace = false, database }: JudgeOptions = {},
): Promise<Finding[]> {
  const said = saidTo(calls);
  const rows = await rowsOf(chats, postgres, database);
  const kept = new Map(rows.map((row) => [row.question, row]));
  const posted = chats.flatMap((chat) => chat.posted.map((one) => ({ one, seen: chat.answerOf(one) })));
  const known = posted.flatMap(({ one }) => kept.get(one.text) ?? []);
  const inState = (...states: string[]) => rows.filter(({ state }) => states.includes(state));
  const notSaid = inState('completed').filter(
    ({ question, content }) => !said.get(question)?.has(content ?? ''),
  );
  const cutWrong = inState('stopped').filter(
    ({ question, content }) =>
      content && !calls.some((call) => call.question === question && call.text.startsWith(content)),
  );
  const misread = posted.filter(({ one, seen }) => {
    const row = kept.get(one.text);
    return seen.endedAt !== null && (seen.text !== row?.content || seen.state !== row?.status);
  });
  const snapshots = chats.reduce((sum, chat) => sum + chat.snapshots, 0);
  const wrongs = chats.flatMap((chat) => chat.wrongs);

  return [
    finding('messages were taken', posted.length, posted.length > 0),
    none('message lost after its 202', posted.length - known.length),
    none('message kept twice', rows.length - kept.size),
    none('message without exactly one answer', rows.filter(({ answers }) => answers !== 1).length),
    none('turn left queued or running', inState('queued', 'running').length),
    mayFail
      ? none('failure without a reason', inState('failed').filter(({ error }) => error === null).length)
      : none('turn failed', inState('failed').length),
    none('answer other than what the model said', notSaid.length + cutWrong.length),
    none('half-written message', await halfWritten(chats, postgres, database)),
    none('turn begun before the one before it had ended', overlapping(rows)),
    none('answer that its reader did not see end', posted.filter(({ seen }) => seen.endedAt === null).length),
    none('answer that its reader holds otherwise than Postgres', misread.length),
    mayReplace
      ? finding('snapshots', snapshots, true)
      : none('snapshot in place of what was to be read', snapshots),
    finding('nothing read twice, left out or misplaced', wrongs[0] ?? 'nothing', wrongs.length === 0),
  ];
}

function rowsOf(
  chats: readonly Chat[],
  postgres: Pick<PostgresStore, 'query'>,
  database: string | undefined,
): Promise<Row[]> {
  return postgres.query<Row>(
    `SELECT q.content AS question, q.session_id, q.position, t.state, t.error, a.content, a.status, t.started_at, t.ended_at,
       (SELECT count(*)::integer FROM messages x WHERE x.session_id = q.session_id AND x.reply_to = q.id) AS answers
     FROM messages q
     JOIN turns t ON t.session_id = q.session_id AND t.message_id = q.id
     LEFT JOIN messages a ON a.session_id = q.session_id AND a.id = t.answer_id
     WHERE q.session_id = ANY($1::uuid[]) AND q.type = 'user'
     ORDER BY q.session_id, q.position`,
    [chats.map(({ id }) => id)],
    database,
  );
}

/** A question without its turn, or a turn without its answer: what one transaction writes is there or is not. */
async function halfWritten(
  chats: readonly Chat[],
  postgres: Pick<PostgresStore, 'query'>,
  database: string | undefined,
): Promise<number> {
  const [row] = await postgres.query<{ count: number }>(
    `SELECT count(*)::integer FROM messages q
     LEFT JOIN turns t ON t.session_id = q.session_id AND t.message_id = q.id
     LEFT JOIN messages a ON a.session_id = q.session_id AND a.id = t.answer_id
     WHERE q.session_id = ANY($1::uuid[]) AND q.type = 'user' AND (t.id IS NULL OR a.id IS NULL)`,
    [chats.map(({ id }) => id)],
    database,
  );
  return row?.count ?? 0;
}

function overlapping(rows: readonly Row[]): number {
  return rows.filter((row, index) => {
    const before = rows[index - 1];
    if (before?.session_id !== row.session_id || !row.started_at) return false;
    return !before.ended_at || before.ended_at > row.started_at;
  }).length;
}
