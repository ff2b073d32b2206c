import { setTimeout as delay } from 'node:timers/promises';
import type { WireMessage } from '../../../core/contracts/shapes.js';
import { append, type ScriptedAnswer, type ScriptedSession, tail } from './scripted-sessions.js';

/** Runs the turns of a session one after the other, writing events as a worker would. */
export async function runTurns(
  session: ScriptedSession,
  answerTo: (question: string) => ScriptedAnswer,
  stopped: Set<string>,
): Promise<void> {
  if (session.active?.state === 'running') return;
  for (let turnId = session.waiting.shift(); turnId; turnId = session.waiting.shift()) {
    await runTurn(session, turnId, answerTo, stopped);
  }
}

async function runTurn(
  session: ScriptedSession,
  turnId: string,
  answerTo: (question: string) => ScriptedAnswer,
  stopped: Set<string>,
): Promise<void> {
  const question = find(session, turnId, 'user');
  const answer = find(session, turnId, 'assistant');
  const script = answerTo(question.content);
  const attempt = answer.version;
  session.active = {
    id: turnId,
    state: 'running',
    position: 0,
    message_id: answer.id,
    cursor: tail(session),
  };
  answer.status = 'streaming';
  const startedAt = Date.now();
  append(session, { type: 'turn.started', turn_id: turnId, attempt, message_id: answer.id });
  for (const stage of ['understanding', 'searching', 'writing'] as const) {
    const sources = stage === 'writing' ? { sources: script.sources?.length ?? 0 } : {};
    append(session, { type: 'turn.stage', turn_id: turnId, stage, ...sources });
    await delay(script.stageMs ?? 0);
  }
  await script.held;
  if (script.fails) {
    Object.assign(answer, { status: 'failed', error: script.fails });
    session.active = null;
    append(session, { type: 'turn.failed', turn_id: turnId, error: script.fails, will_retry: false });
    return;
  }
  let written = '';
  const step = script.pieceLength ?? 6;
  for (let offset = 0; offset < script.text.length && !stopped.has(turnId); offset += step) {
    const text = script.text.slice(offset, offset + step);
    written += text;
    append(session, {
      type: 'message.delta',
      turn_id: turnId,
      message_id: answer.id,
      attempt,
      offset,
      text,
    });
    await delay(script.deltaMs ?? 0);
  }
  const isStopped = stopped.has(turnId);
  Object.assign(answer, {
    status: isStopped ? 'stopped' : 'complete',
    content: written,
    sources: script.sources ?? [],
    tool_calls: script.toolCalls ?? [],
    fallback: script.fallback ?? false,
    processing_ms: script.tookMs ?? Date.now() - startedAt,
  });
  session.active = null;
  session.wire.last_message = answer;
  append(session, {
    type: isStopped ? 'turn.stopped' : 'turn.completed',
    turn_id: turnId,
    message: { ...answer },
  });
}

function find(session: ScriptedSession, turnId: string, type: string): WireMessage {
  const row = session.messages.find((message) => message.turn_id === turnId && message.type === type);
  if (!row) throw new Error(`turn ${turnId} has no ${type} message`);
  return row;
}
