/**
 * Why a running attempt is ended from outside. It is the reason of the attempt's abort signal: an abort in the
 * middle of a stream looks like many other errors, so what counts is what we asked for ourselves.
 */
export type Interruption =
  /** The user wants no more. */
  | 'stopped'
  /** Another worker may have the turn; nothing of ours may be written. */
  | 'lost'
  /** This worker is leaving; another one is to go on. */
  | 'draining';

export class Interrupted extends Error {
  readonly why: Interruption;

  constructor(why: Interruption) {
    super(`the attempt was interrupted: ${why}`);
    this.name = 'Interrupted';
    this.why = why;
  }
}

export function interruptionOf(signal: AbortSignal): Interruption | null {
  if (!signal.aborted) return null;
  return signal.reason instanceof Interrupted ? signal.reason.why : 'draining';
}
