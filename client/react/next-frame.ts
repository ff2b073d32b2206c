import { widgetLimits } from '../core/limits.js';

/** Calls `listener` once in the next frame, however often it is asked before. */
export function onNextFrame(listener: () => void): { ask: () => void; cancel: () => void } {
  let frame: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const cancel = () => {
    if (frame !== null) cancelAnimationFrame(frame);
    if (timer !== null) clearTimeout(timer);
    frame = null;
    timer = null;
  };
  const run = () => {
    cancel();
    listener();
  };
  return {
    ask: () => {
      if (timer !== null) return;
      frame = requestAnimationFrame(run);
      timer = setTimeout(run, widgetLimits.hiddenFrameMs);
    },
    cancel,
  };
}
