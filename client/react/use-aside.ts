import { useCallback, useContext, useSyncExternalStore } from 'react';
import type { AsideState } from '../core/state.js';
import type { AsideStore } from '../core/store.js';
import { StoreContext } from './aside-provider.js';
import { onNextFrame } from './next-frame.js';

/**
 * The assistant without a look: its state, and the store's actions. Draws at most once a frame, however fast
 * an answer arrives; another conversation is drawn at once, so that nothing is typed into the one before.
 * Throws outside an `AsideProvider`.
 */
export function useAside(): { state: AsideState; store: AsideStore } {
  const store = useStore();
  const subscribe = useCallback(
    (listener: () => void) => {
      const frame = onNextFrame(listener);
      let { key } = store.getSnapshot().current;
      const unsubscribe = store.subscribe(() => {
        const { current } = store.getSnapshot();
        if (current.key === key) return frame.ask();
        key = current.key;
        frame.cancel();
        listener();
      });
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
