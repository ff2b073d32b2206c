import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../bench/chaos/oracle/finding.js';
import { judgeAside } from '../../../bench/chaos/oracle/judge-aside.js';
import type { Chat, Seen } from '../../../bench/chaos/users/chat.js';
import { createReading } from '../../../bench/chaos/users/reading.js';
import type { Call } from '../../../bench/programs/stand-in.js';
import type { SessionEvent } from '../../../core/contracts/events.js';
import { newId } from '../../../core/domain/ids.js';
import { recordEnd } from '../../../core/store/turn-end.js';
import { answered, storeUnderTest } from '../../core/store/store-under-test.js';

/* An oracle that sees nothing would pass everything: here it is shown what it has to see. */

const store = storeUnderTest();

/** Two questions that were answered as they should be. */
let chat: Chat & { seen: Map<string, Seen>; wrongs: string[]; snapshots: number };
let calls: Call[];

beforeEach(async () => {
  const posted: Chat['posted'][number][] = [];
  const seen = new Map<string, Seen>();
  calls = [];
  for (const number of [1, 2]) {
    const text = `Question ${number} of ${store.session.id}`;
    const content = `The answer to ${text}`;
    const { turn } = await store.post(text);
    const claim = await store.claim(turn.id);
    await recordEnd(store.db, claim.turn, { ...answered, content });
    posted.push({ text, tookMs: 1, tries: 1, acceptedAt: 0 });
    seen.set(text, { state: 'complete', text: content, beganAt: 1, endedAt: 2 });
    calls.push({ question: text, outcome: 'completed', text: content, endedAt: 3 });
  }
  const answerOf: Chat['answerOf'] = (one) =>
    seen.get(one.text) ?? { state: 'nothing', text: '', beganAt: null, endedAt: null };
  const nothing = () => undefined;
  chat = {
    ...{ id: store.session.id, posted, seen, wrongs: [], snapshots: 0, refusals: [], resumesMs: [] },
    ...{ answerOf },
    ...{ post: () => Promise.reject(new Error('not here')), ended: async () => true },
    ...{ cut: nothing, pause: nothing, resume: nothing, close: nothing },
  };
});

const query = <Row>(sql: string, values: unknown[] = []) => store.db.query(sql, values) as Promise<Row[]>;
const judged = () => judgeAside([chat], calls, { query });
const broken = (findings: readonly Finding[]) =>
  findings.filter(({ holds }) => !holds).map(({ must }) => must);
const lastAnswer = `session_id = $1 AND position = (SELECT max(position) FROM messages WHERE session_id = $1)`;
const tamper = (sql: string) => store.db.query(sql, [store.session.id]);

describe('the oracle', () => {
  test('finds nothing where all is well', async () => {
    expect(broken(await judged())).toEqual([]);
  });

  test.each([
    [
      'a message that is lost',
      'DELETE FROM messages WHERE session_id = $1 AND position = 3',
      'no message lost after its 202',
    ],
    [
      'an answer that is lost',
      `DELETE FROM messages WHERE ${lastAnswer}`,
      'no message without exactly one answer',
    ],
    [
      'a text that is another',
      `UPDATE messages SET content = 'x' WHERE ${lastAnswer}`,
      'no answer other than what the model said',
    ],
    [
      'a turn that is left running',
      `UPDATE turns SET state = 'running' WHERE session_id = $1 AND position = 3`,
      'no turn left queued or running',
    ],
    [
      'a turn that failed',
      `UPDATE turns SET state = 'failed' WHERE session_id = $1 AND position = 3`,
      'no turn failed',
    ],
    [
      'turns that ran at the same time',
      `UPDATE turns SET started_at = now() - interval '1 hour' WHERE session_id = $1 AND position = 3`,
      'no turn begun before the one before it had ended',
    ],
  ])('sees %s', async (_what, sql, must) => {
    await tamper(sql);
    expect(broken(await judged())).toContain(must);
  });

  test('sees what a reader holds otherwise, has not seen end, or was told against the protocol', async () => {
    const [first, second] = chat.posted;
    if (!first || !second) throw new Error('two were posted');
    chat.seen.set(first.text, { state: 'complete', text: 'Half of i', beganAt: 1, endedAt: 2 });
    chat.seen.set(second.text, { state: 'writing', text: 'Th', beganAt: 1, endedAt: null });
    chat.wrongs.push('told twice');
    expect(broken(await judged())).toEqual([
      'no answer that its reader did not see end',
      'no answer that its reader holds otherwise than Postgres',
      'nothing read twice, left out or misplaced',
    ]);
  });

  test('sees a snapshot where every event was to be read, and a question without its turn', async () => {
    chat.snapshots = 1;
    await tamper('UPDATE messages SET turn_id = NULL WHERE session_id = $1 AND position = 3');
    await tamper('DELETE FROM turns WHERE session_id = $1 AND position = 3');
    const musts = broken(await judged());
    expect(musts).toContain('no half-written message');
    expect(musts).toContain('no snapshot in place of what was to be read');
    const allowed = broken(await judgeAside([chat], calls, { query }, { mayReplace: true }));
    expect(allowed).not.toContain('no snapshot in place of what was to be read');
  });

  test('sees an answer that the model cut off and that was kept as complete', async () => {
    calls = calls.map((call) => ({ ...call, outcome: 'cut' as const }));
    expect(broken(await judged())).toEqual(['no answer other than what the model said']);
  });
});

describe('a reader that follows the protocol', () => {
  const turnId = newId();
  const messageId = newId();
  const base = { session_id: newId(), at: new Date().toISOString() };
  const started = (id: string, attempt = 1): SessionEvent => ({
    ...base,
    ...{ id, type: 'turn.started', turn_id: turnId, attempt, message_id: messageId },
  });
  const delta = (id: string, offset: number, text: string, attempt = 1): SessionEvent => ({
    ...base,
    ...{ id, type: 'message.delta', turn_id: turnId, message_id: messageId, attempt, offset, text },
  });
  const restarted = (id: string, attempt: number): SessionEvent => ({
    ...base,
    ...{ id, type: 'turn.restarted', turn_id: turnId, attempt, reason: 'worker_lost' },
  });
  const failed = (id: string): SessionEvent => ({
    ...base,
    ...{ id, type: 'turn.failed', turn_id: turnId, will_retry: false },
    error: { code: 'MODEL_UNAVAILABLE', message: 'No answer.' },
  });
  const wrongsOf = (...events: SessionEvent[]) => {
    const reading = createReading('9-0', () => undefined);
    for (const event of events) reading.hear(event);
    return reading.wrongs.length;
  };

  test.each([
    ['nothing', [started('9-1'), delta('9-2', 0, 'ab'), delta('9-3', 2, 'c')], 0],
    ['an event that came twice', [started('9-1'), delta('9-2', 0, 'ab'), delta('9-2', 0, 'ab')], 2],
    ['an event that was left out', [started('9-1'), delta('9-3', 0, 'ab')], 1],
    ['another log without a snapshot', [started('9-1'), delta('8-1', 0, 'ab')], 1],
    ['text at the wrong place', [started('9-1'), delta('9-2', 1, 'b')], 1],
    ['text of an attempt that is over', [restarted('9-1', 2), started('9-2', 2), delta('9-3', 0, 'a', 1)], 1],
    ['an attempt that begins again', [started('9-1'), started('9-2')], 1],
    ['an attempt that nobody announced', [started('9-1'), started('9-2', 2)], 1],
    ['nothing in one that was', [started('9-1'), restarted('9-2', 2), started('9-3', 2)], 0],
    ['a turn that failed twice', [started('9-1'), failed('9-2'), failed('9-3')], 1],
  ] as [string, SessionEvent[], number][])('objects to %s', (_what, events, wrongs) => {
    expect(wrongsOf(...events)).toBe(wrongs);
  });
});
