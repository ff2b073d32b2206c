/** After a failure somebody is left in peace for a while, so that not everyone waits for what just failed. */
export interface Rest {
  isOver(): boolean;
  begin(): void;
}

export function createRest(restMs: number, now: () => number = () => performance.now()): Rest {
  let until = Number.NEGATIVE_INFINITY;
  return {
    isOver: () => now() >= until,
    begin: () => {
      until = now() + restMs;
    },
  };
}
