/** The browser's own word on network and visibility. Outside a browser nothing is watched. */
export function watchBrowser(on: {
  /** The network came back or went: what is open should be tried again. */
  network: () => void;
  visible: () => void;
}): () => void {
  if (typeof window === 'undefined') return () => undefined;
  const visible = () => {
    if (document.visibilityState === 'visible') on.visible();
  };
  window.addEventListener('online', on.network);
  window.addEventListener('offline', on.network);
  document.addEventListener('visibilitychange', visible);
  return () => {
    window.removeEventListener('online', on.network);
    window.removeEventListener('offline', on.network);
    document.removeEventListener('visibilitychange', visible);
  };
}
