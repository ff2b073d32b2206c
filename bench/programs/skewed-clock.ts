/* Loaded before a program: its wall clock is wrong by CLOCK_SKEW_MS. `performance.now()` and timers are as they were. */

const skewMs = Number(process.env.CLOCK_SKEW_MS ?? 0);
const RealDate = Date;

class SkewedDate extends RealDate {
  constructor(...parts: [] | [value: number | string | Date]) {
    if (parts.length === 0) super(RealDate.now() + skewMs);
    // The other forms name a moment and do not ask for the time.
    else super(...(parts as [number]));
  }

  static override now(): number {
    return RealDate.now() + skewMs;
  }
}

globalThis.Date = SkewedDate as DateConstructor;
