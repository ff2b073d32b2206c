/** Lets `burst` through at once and `perSecond` from then on. */
export interface Pace {
  /** False when it is too soon. */
  take(): boolean;
}

export function createPace({ burst, perSecond }: { burst: number; perSecond: number }): Pace {
  let left = burst;
  let at = performance.now();
  return {
    take: () => {
      const now = performance.now();
      left = Math.min(burst, left + ((now - at) / 1_000) * perSecond);
      at = now;
      if (left < 1) return false;
      left--;
      return true;
    },
  };
}
