import { useCallback, useContext, useSyncExternalStore } from 'react';
import type { AsideState } from '../core/state.js';
import type { AsideStore } from '../core/store.js';
import { StoreContext } from './aside-provider.js';
import { onNextFrame } from './next-frame.js';

/**
 * The assistant without a look: its state, and the store's actions. Draws at most once a frame, however fast
 * an answer arrives. Throws outside an `AsideProvider`.
 */
export function useAside(): { state: AsideState; store: AsideStore } {
  const store = useStore();
  const subscribe = useCallback(
    (listener: () => void) => {
      const frame = onNextFrame(listener);
      const unsubscribe = store.subscribe(frame.ask);
      return () => {
        unsubscribe();
        frame.cancel();
      };
    },
    [store],
  );
  const state = useSyncExternalStore(subscribe, store.getSnapshot, store.getSnapshot);
  return { state, store };
}

export function useStore(): AsideStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error('useAside needs an AsideProvider around it.');
  return store;
}
