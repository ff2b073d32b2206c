/**
 * After a failure somebody is left in peace for a while, so that not everyone waits for what just failed. Then one tries, and
 * until it is known how that went the others go on without.
 */
export interface Rest {
  mayTry(): boolean;
  /** It failed. */
  begin(): void;
  /** It answers. */
  end(): void;
  /** Who tried gave up before it was known: another may try at once. */
  giveBack(): void;
}

export function createRest(restMs: number, now: () => number = () => performance.now()): Rest {
  let until: number | null = null;
  /** Somebody tries, and until it is known how that goes the others go on without. */
  let isTried = false;
  const begin = () => {
    until = now() + restMs;
    isTried = false;
  };
  return {
    mayTry: () => {
      if (until === null) return true;
      if (now() < until) return false;
      begin();
      isTried = true;
      return true;
    },
    begin,
    end: () => {
      until = null;
      isTried = false;
    },
    giveBack: () => {
      if (isTried) until = now();
      isTried = false;
    },
  };
}
