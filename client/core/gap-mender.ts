import { clientLimits } from './limits.js';

/** Reads a session again where text of an answer is missing, a few times for each answer. */
export interface GapMender {
  /** @param mayClose text came too early, and what is missing may be right behind it, as from a log that was lost */
  mend(mayClose: boolean): void;
  /** The answer has ended, or another session is on screen. */
  forget(): void;
}

export function createGapMender(deps: { isOpen: () => boolean; resync: () => void }): GapMender {
  let times = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = () => {
    if (deps.isOpen() && times++ < clientLimits.gapsPerAnswer) deps.resync();
  };
  return {
    mend: (mayClose) => {
      clearTimeout(timer);
      if (mayClose) timer = setTimeout(read, clientLimits.holeWaitsMs);
      else read();
    },
    forget: () => {
      clearTimeout(timer);
      times = 0;
    },
  };
}
