import { doctorLimits } from '../limits.js';
import { type Bound, boundsOf } from './bound.js';

export const doctorBounds: readonly Bound[] = boundsOf('doctor/limits.ts', 'doctorLimits', doctorLimits, {
  checkMs: [
    'timer',
    'ms',
    'one check of the doctor',
    'Whoever runs it waits for it; as long as a program waits for Postgres.',
  ],
  againMs: [
    'retry',
    'ms',
    'between two tries of a queue whose connection is not made yet',
    'Making one takes a few milliseconds.',
  ],
  clockMs: [
    'timer',
    'ms',
    'by which clocks may differ before the doctor mentions it',
    'Less than half of the 5 s that a token’s times are taken with.',
  ],
  oldestQueuedMs: [
    'queue',
    'ms',
    'a turn that was handed over may be queued before the doctor mentions it',
    'Retries wait 20 s at most; a minute is a backlog.',
  ],
});
