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
}

export function createRest(restMs: number, now: () => number = () => performance.now()): Rest {
  let until: number | null = null;
  const begin = () => {
    until = now() + restMs;
  };
  return {
    mayTry: () => {
      if (until === null) return true;
      if (now() < until) return false;
      begin();
      return true;
    },
    begin,
    end: () => {
      until = null;
    },
  };
}
