import type { SessionEvent } from '../../../core/contracts/events.js';
import type { WireMessage } from '../../../core/contracts/shapes.js';
import type { Seen } from './chat.js';

/** What one reader of a session has been told, held against docs/protocol.md. */
export interface Reading {
  hear(event: SessionEvent): void;
  /** Of the newest event; what a connection goes on from. */
  readonly cursor: string;
  answerTo(turnId: string): Seen;
  /** What the protocol rules out, in words. */
  wrongs: string[];
  /** Snapshots that took the place of what was read before. */
  readonly snapshots: number;
  /** From the last word of one attempt to the first of the next, in milliseconds. */
  takeoversMs: number[];
  /** From the moment that an event tells of to its arrival, in milliseconds. */
  delaysMs: number[];
  /** Places in the session's line that were told, newest last. */
  places: number[];
}

interface Answer {
  attempt: number;
  /** The attempt that `turn.restarted` announced last. */
  announced: number;
  /** A snapshot came in the middle of it: its text may begin anywhere, until it is told again. */
  replaced: boolean;
  text: string;
  heardAt: number;
  beganAt: number | null;
  end: { state: Seen['state']; text: string; at: number; by: 'event' | 'snapshot' } | null;
}

/** @param onEnd an answer ended */
export function createReading(beginning: string, onEnd: () => void): Reading {
  const answers = new Map<string, Answer>();
  const wrongs: string[] = [];
  const takeoversMs: number[] = [];
  const delaysMs: number[] = [];
  const places: number[] = [];
  /** Questions that were told since the last snapshot, which may be followed by what it holds. */
  const questions = new Set<string>();
  let cursor = beginning;
  let snapshots = 0;

  const wrong = (what: string) => wrongs.push(`at ${cursor}: ${what}`);
  const answerTo = (turnId: string): Answer => {
    const held = answers.get(turnId) ?? {
      ...{ attempt: 0, announced: 0, replaced: false, text: '', heardAt: performance.now() },
      ...{ beganAt: null, end: null },
    };
    answers.set(turnId, held);
    return held;
  };
  const move = (id: string, isSnapshot: boolean) => {
    const [generation, number] = id.split('-');
    const [lastGeneration, lastNumber] = cursor.split('-');
    if (!isSnapshot) {
      if (generation !== lastGeneration) wrong(`${id} is of another log, and no snapshot came before it`);
      else if (Number(number) !== Number(lastNumber) + 1) wrong(`${id} does not follow`);
    }
    cursor = id;
  };
  const end = (turnId: string, state: Seen['state'], text: string, by: 'event' | 'snapshot' = 'event') => {
    const answer = answerTo(turnId);
    // What follows a snapshot may say again what it holds.
    if (answer.end && (answer.end.by === 'event' ? by === 'event' : answer.end.text !== text))
      wrong(`turn ${turnId} ended twice`);
    const now = performance.now();
    answer.beganAt ??= now;
    answer.end ??= { state, text, at: now, by };
    onEnd();
  };
  const beginAttempt = (turnId: string, attempt: number) => {
    const answer = answerTo(turnId);
    const now = performance.now();
    if (attempt <= answer.attempt) wrong(`attempt ${attempt} of ${turnId} began again`);
    if (attempt > 1 && answer.announced !== attempt && !answer.replaced)
      wrong(`attempt ${attempt} of ${turnId} was not announced`);
    if (answer.attempt > 0) takeoversMs.push(now - answer.heardAt);
    Object.assign(answer, { attempt, text: '', heardAt: now, replaced: false });
  };
  const append = (turnId: string, attempt: number, offset: number, text: string) => {
    const answer = answerTo(turnId);
    if (answer.replaced) {
      // A snapshot has none of the text of a running answer: until it is told again, the end is waited for.
      if (offset > 0) return;
      Object.assign(answer, { attempt, replaced: false });
    }
    if (attempt !== answer.attempt) wrong(`text of attempt ${attempt} within ${answer.attempt}`);
    if (offset !== answer.text.length) wrong(`text at ${offset}, expected at ${answer.text.length}`);
    answer.text += text;
    answer.heardAt = performance.now();
    answer.beganAt ??= answer.heardAt;
  };
  const replaceAll = (messages: readonly WireMessage[], running: string | undefined) => {
    snapshots += 1;
    questions.clear();
    for (const answer of answers.values())
      if (!answer.end) Object.assign(answer, { attempt: 0, text: '', replaced: true });
    if (running !== undefined) answerTo(running).replaced = true;
    for (const { type, status, turn_id, content } of messages) {
      if (type !== 'assistant' || turn_id === null) continue;
      if (status === 'complete' || status === 'stopped' || status === 'failed')
        end(turn_id, status, content, 'snapshot');
    }
  };

  const hear = (event: SessionEvent) => {
    if (event.id !== undefined) move(event.id, event.type === 'snapshot');
    if (event.type !== 'snapshot') delaysMs.push(Date.now() - Date.parse(event.at));
    switch (event.type) {
      case 'message.created':
        if (questions.has(event.message.id)) wrong(`message ${event.message.id} was told twice`);
        questions.add(event.message.id);
        break;
      case 'turn.queued':
        places.push(event.position);
        break;
      case 'turn.started':
        beginAttempt(event.turn_id, event.attempt);
        break;
      case 'message.delta':
        append(event.turn_id, event.attempt, event.offset, event.text);
        break;
      case 'turn.restarted':
        answerTo(event.turn_id).announced = event.attempt;
        break;
      case 'turn.completed':
      case 'turn.stopped': {
        const { content } = event.message;
        // A worker that died after it had recorded the end may not have sent all of the text: the end has the whole.
        if (!content.startsWith(answerTo(event.turn_id).text)) wrong('the end is of another text');
        end(event.turn_id, event.type === 'turn.completed' ? 'complete' : 'stopped', content);
        break;
      }
      case 'turn.failed':
        if (event.will_retry) break;
        end(event.turn_id, 'failed', '');
        break;
      case 'snapshot':
        replaceAll(event.messages, event.active_turn?.id);
        break;
    }
  };
  return {
    hear,
    get cursor() {
      return cursor;
    },
    answerTo: (turnId) => {
      const { text, beganAt, end: ended } = answerTo(turnId);
      if (ended) return { state: ended.state, text: ended.text, beganAt, endedAt: ended.at };
      return { state: text === '' ? 'nothing' : 'writing', text, beganAt, endedAt: null };
    },
    wrongs,
    get snapshots() {
      return snapshots;
    },
    takeoversMs,
    delaysMs,
    places,
  };
}
