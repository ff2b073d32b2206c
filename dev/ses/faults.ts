import { z } from 'zod';
import type { SesError } from './xml.js';

export const faultSchema = z.strictObject({
  /** How many sends it applies to; without it, until faults are cleared. */
  times: z.number().int().min(1).max(1_000_000).optional(),
  /** Refuses the mail: `Throttling`, `MessageRejected` and the like. */
  error: z
    .strictObject({
      code: z.string().regex(/^[A-Za-z]+$/),
      status: z.number().int().min(400).max(599).default(400),
      message: z.string().max(1_000).default('Scripted error.'),
    })
    .optional(),
  /** Accepts the mail and never answers: the sender cannot know whether it went. */
  silentAfterAcceptance: z.boolean().optional(),
});

export type FaultInput = z.input<typeof faultSchema>;

export interface Fault {
  error?: SesError;
  silentAfterAcceptance: boolean;
}

/** Faults wait in the order they were given; the first one applies to each send. At most 1,000 wait. */
export interface Faults {
  /** Throws a ZodError for an unknown or wrong field, a RangeError when too many wait. */
  add(input: FaultInput): void;
  take(): Fault;
  clear(): void;
}

const MAX_FAULTS = 1_000;

export function createFaults(): Faults {
  let waiting: { fault: Fault; timesLeft: number }[] = [];
  return {
    add(input) {
      const { times, error, silentAfterAcceptance = false } = faultSchema.parse(input);
      if (waiting.length >= MAX_FAULTS) throw new RangeError(`At most ${MAX_FAULTS} faults may wait.`);
      const fault: Fault = { silentAfterAcceptance, ...(error && { error }) };
      waiting.push({ fault, timesLeft: times ?? Number.POSITIVE_INFINITY });
    },
    take() {
      const first = waiting[0];
      if (!first) return { silentAfterAcceptance: false };
      first.timesLeft -= 1;
      if (first.timesLeft === 0) waiting.shift();
      return first.fault;
    },
    clear() {
      waiting = [];
    },
  };
}
