/**
 * Notices a turn that has gone quiet. A worker that cannot reach the event log still records its answer, so
 * silence during a turn is a reason to ask for the session again. One timer, one check per interval.
 */
export function createTurnWatch(deps: { quietMs: number; isRunning: () => boolean; check: () => void }): {
  note: () => void;
  stop: () => void;
} {
  let lastEventAt = Date.now();
  const timer = setInterval(() => {
    if (!deps.isRunning() || Date.now() - lastEventAt < deps.quietMs) return;
    lastEventAt = Date.now();
    deps.check();
  }, deps.quietMs / 2);
  return {
    note: () => {
      lastEventAt = Date.now();
    },
    stop: () => clearInterval(timer),
  };
}
