/** What a call says about its model. */
export type CallOutcome =
  /** It answered, if only that the request is wrong or comes too often. */
  | 'alive'
  | 'failed'
  /** It was ended by us. */
  | 'unknown';

export type BreakerState = 'closed' | 'half_open' | 'open';

export const breakerLimits = {
  /** Calls older than this say nothing of now. */
  windowMs: 60_000,
  /** The newest so many count. */
  maxCalls: 50,
  /** It opens when so many of them failed, and such a share. */
  minFailures: 5,
  failurePercent: 60,
  /** From opening to the probe, and from one probe to the next. */
  pauseMs: 5_000,
} as const;

/**
 * The circuit breaker of one model (Nygard, "Release It!"): closed, open, and half-open while one call tries whether it
 * works again. It knows nothing of other workers; `breakers.ts` tells it of them. Each opening has an id.
 */
export interface Breaker {
  readonly state: BreakerState;
  /** Null while it is closed. */
  readonly opening: string | null;
  /** Grows with each change: who asked others meanwhile sees that the answer is old. */
  readonly changes: number;
  /** Time to the next probe, or until one that is under way will have said something; 0 when none has to be waited for. */
  waitMs(): number;
  /** True when this call has to open it. */
  note(outcome: 'alive' | 'failed'): boolean;
  open(opening: string): void;
  /** The next call is a probe. */
  halfOpen(): void;
  /** A probe said nothing, or somebody else makes it: open as before, for `waitMs` more. */
  goOnWaiting(waitMs: number): void;
  close(): void;
}

export function createBreaker(
  onChange: (state: BreakerState) => void,
  now: () => number = () => performance.now(),
): Breaker {
  let state: BreakerState = 'closed';
  let opening: string | null = null;
  let changes = 0;
  let probeAt = 0;
  let calls: { at: number; failed: boolean }[] = [];
  const turn = (next: BreakerState) => {
    changes += 1;
    if (next === state) return;
    state = next;
    onChange(state);
  };

  return {
    get state() {
      return state;
    },
    get opening() {
      return opening;
    },
    get changes() {
      return changes;
    },
    waitMs: () => {
      if (state === 'half_open') return breakerLimits.pauseMs;
      return state === 'open' ? Math.max(0, probeAt - now()) : 0;
    },
    note: (outcome) => {
      const since = now() - breakerLimits.windowMs;
      calls = [...calls.filter(({ at }) => at > since), { at: now(), failed: outcome === 'failed' }].slice(
        -breakerLimits.maxCalls,
      );
      const failures = calls.filter(({ failed }) => failed).length;
      return (
        state === 'closed' &&
        failures >= breakerLimits.minFailures &&
        failures * 100 >= calls.length * breakerLimits.failurePercent
      );
    },
    open: (id) => {
      opening = id;
      calls = [];
      probeAt = now() + breakerLimits.pauseMs;
      turn('open');
    },
    halfOpen: () => turn('half_open'),
    goOnWaiting: (waitMs) => {
      probeAt = now() + waitMs;
      turn('open');
    },
    close: () => {
      opening = null;
      calls = [];
      turn('closed');
    },
  };
}
