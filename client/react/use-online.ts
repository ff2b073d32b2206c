import { useSyncExternalStore } from 'react';

/** Whether the browser has a network: where it has, a server that is not reached is no trouble of the user's. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    watch,
    () => navigator.onLine !== false,
    () => true,
  );
}

function watch(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
