import { NO_SOURCE } from '../../../core/text/citation.js';
import type { Call } from '../../programs/stand-in.js';

/** A message that the site said it has taken. */
export interface Posted {
  text: string;
  /** Of the try that was taken, in milliseconds, and which try that was. */
  tookMs: number;
  tries: number;
  /** By the clock of `performance.now()`. */
  acceptedAt: number;
}

/** How an answer looks to its reader. */
export interface Seen {
  state: 'nothing' | 'writing' | 'complete' | 'stopped' | 'failed';
  text: string;
  /** By the clock of `performance.now()`; null while it has not begun, or not ended. */
  beganAt: number | null;
  endedAt: number | null;
}

/** One user with one session: posts, and reads what comes, over whichever server there is. */
export interface Chat {
  id: string;
  /** Posts until it is taken, as a client does that keeps what was typed. Rejects after `limitMs`. */
  post(text: string, limitMs?: number): Promise<Posted>;
  answerOf(posted: Posted): Seen;
  /** Whether the answer has ended within `limitMs`. */
  ended(posted: Posted, limitMs: number): Promise<boolean>;
  posted: readonly Posted[];
  /** What no reader may ever see: an event twice or left out, text at the wrong place, a second end. */
  wrongs: readonly string[];
  /** Snapshots that took the place of what was to be read. */
  readonly snapshots: number;
  /** Statuses of answers to posts that were no 202, for which it posted again. */
  refusals: readonly number[];
  /** How long its stream was without life after it broke, each time, in milliseconds. */
  resumesMs: readonly number[];
  /** Ends the connection that it reads from; it comes back by itself. */
  cut(): void;
  /** Reads nothing, and does not come back, until `resume`. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Nothing took a message for as long as its user had patience. */
export class Unserved extends Error {
  override readonly name = 'Unserved';
}

/** What the model said to each question, when it said all of it; its mark for what no source answers is not passed on. */
export function saidTo(calls: readonly Call[]): Map<string, Set<string>> {
  const said = new Map<string, Set<string>>();
  for (const { question, outcome, text } of calls) {
    if (outcome !== 'completed') continue;
    said.set(question, (said.get(question) ?? new Set()).add(text.replaceAll(NO_SOURCE, '')));
  }
  return said;
}
