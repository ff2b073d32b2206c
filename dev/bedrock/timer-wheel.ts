/**
 * One timer for any number of streams: 200 of them at 50 tokens a second would otherwise arm 10,000 timers a second.
 * Times are `performance.now()` milliseconds; a task runs at the first tick at or after its time (at most `slotMs`
 * late on an idle machine). The timer runs only while something is scheduled.
 */
export interface TimerWheel {
  /** Returns the cancellation. A time in the past runs at the next tick. */
  at(timeMs: number, task: () => void): () => void;
  stop(): void;
}

interface Entry {
  timeMs: number;
  slotNumber: number;
  task: () => void;
  cancelled: boolean;
}

export function createTimerWheel({ slotMs = 4, slots = 512 } = {}): TimerWheel {
  const wheel: Set<Entry>[] = Array.from({ length: slots }, () => new Set());
  let waiting = 0;
  let done = 0;
  let timer: NodeJS.Timeout | null = null;
  const slotOf = (slotNumber: number) => wheel[slotNumber % slots] as Set<Entry>;
  const now = () => Math.floor(performance.now() / slotMs);

  function tick(): void {
    const current = now();
    const due: Entry[] = [];
    // After a pause longer than one turn of the wheel every slot is looked at once, not once per missed tick.
    for (let slot = Math.max(done + 1, current - slots + 1); slot <= current; slot++) {
      for (const entry of slotOf(slot)) {
        if (entry.slotNumber > current) continue;
        slotOf(slot).delete(entry);
        waiting--;
        due.push(entry);
      }
    }
    // The turn of the wheel says nothing of the order then, nor does one slot of those whose times are past.
    due.sort((a, b) => a.timeMs - b.timeMs);
    done = current;
    for (const entry of due) {
      if (!entry.cancelled) entry.task();
    }
    if (waiting === 0) stop();
  }

  function stop(): void {
    if (timer) clearInterval(timer);
    timer = null;
  }

  return {
    at(timeMs, task) {
      if (!timer) {
        done = now();
        timer = setInterval(tick, slotMs);
      }
      const slotNumber = Math.max(Math.ceil(timeMs / slotMs), done + 1);
      const entry: Entry = { timeMs, slotNumber, task, cancelled: false };
      slotOf(slotNumber).add(entry);
      waiting++;
      return () => {
        entry.cancelled = true;
        if (slotOf(slotNumber).delete(entry)) waiting--;
      };
    },
    stop,
  };
}
