import { clientLimits } from './limits.js';

/** The browser's own word on network and visibility. Outside a browser nothing is watched. */
export function watchBrowser(on: {
  /** The network came back or went: what is open should be tried again. */
  network: () => void;
  visible: () => void;
  hidden: () => void;
  /** Out of sight for {@link clientLimits.restsAfterMs}, and again as often until it is seen. */
  forgotten: () => void;
}): () => void {
  if (typeof window === 'undefined') return () => undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const visibility = () => {
    clearInterval(timer);
    if (document.visibilityState === 'visible') on.visible();
    else {
      on.hidden();
      timer = setInterval(on.forgotten, clientLimits.restsAfterMs);
    }
  };
  window.addEventListener('online', on.network);
  window.addEventListener('offline', on.network);
  document.addEventListener('visibilitychange', visibility);
  return () => {
    clearInterval(timer);
    window.removeEventListener('online', on.network);
    window.removeEventListener('offline', on.network);
    document.removeEventListener('visibilitychange', visibility);
  };
}
