import type { Failure } from './message.js';

export type TurnState = 'queued' | 'running' | 'completed' | 'stopped' | 'failed';

/** What can happen to a turn. */
export type TurnAction =
  /** A worker takes it. */
  | 'claim'
  /** The attempt failed or its worker died, and another one is allowed; or a drain hands it back. */
  | 'release'
  | 'complete'
  | 'stop'
  | 'fail'
  /** A user runs an ended turn again. */
  | 'retry';

/**
 * The whole life of a turn. An action that is missing under a state is refused: nothing leaves `completed`,
 * and only a running turn can complete.
 */
export const transitions: Record<TurnState, Partial<Record<TurnAction, TurnState>>> = {
  queued: { claim: 'running', stop: 'stopped' },
  running: { release: 'queued', complete: 'completed', stop: 'stopped', fail: 'failed' },
  completed: {},
  stopped: { retry: 'queued' },
  failed: { retry: 'queued' },
};

export function nextState(state: TurnState, action: TurnAction): TurnState | null {
  return transitions[state][action] ?? null;
}

/** The states from which `action` is allowed, for the WHERE clause of a compare-and-set. */
export function statesAllowing(action: TurnAction): TurnState[] {
  return (Object.keys(transitions) as TurnState[]).filter(
    (state) => transitions[state][action] !== undefined,
  );
}

export function isEnded(state: TurnState): boolean {
  return state === 'completed' || state === 'stopped' || state === 'failed';
}

export interface Timings {
  queuedMs: number | null;
  understandMs: number | null;
  recallMs: number | null;
  composeMs: number | null;
  firstTokenMs: number | null;
  totalMs: number | null;
}

export const noTimings: Timings = {
  queuedMs: null,
  understandMs: null,
  recallMs: null,
  composeMs: null,
  firstTokenMs: null,
  totalMs: null,
};

export interface Turn {
  id: string;
  sessionId: string;
  userId: string;
  /** The question. */
  messageId: string;
  /** The answer's message id, the same for every attempt. */
  answerId: string;
  state: TurnState;
  /** How often this turn was claimed; clients see it, and drop the text of earlier attempts. */
  attempt: number;
  /** How often of that before its user asked again last: bounds count from there. */
  attemptsBefore: number;
  /**
   * The session's fencing number at this turn's last claim. It only grows, over all turns of the session, so
   * whoever holds an older one can write neither to the event log nor to Postgres.
   */
  epoch: number;
  /** Failed attempts so far; a hand-over for a deploy is not one. */
  failures: number;
  /** Position of the question in the session. */
  position: number;
  timings: Timings;
  error: Failure | null;
  correlationId: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}
