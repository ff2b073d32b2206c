import type { Logger } from '../logger.js';
import type { SignalBus } from './signals.js';

export const SUBSCRIBE_AGAIN_MS = 2_000;

/**
 * Listens to a signal from now on, or from when the backplane can be reached: tries every 2 s until then. The
 * subscription itself outlives outages. The returned function ends it.
 */
export function keepSubscribed(
  deps: { signals: SignalBus; logger: Logger },
  name: string,
  listener: (payload: string) => void,
): () => void {
  let unsubscribe: (() => void) | null = null;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;
  const subscribe = async () => {
    try {
      const end = await deps.signals.subscribe(name, listener);
      if (closed) end();
      else unsubscribe = end;
    } catch (error) {
      deps.logger.warn({ err: error, signal: name }, 'a signal is not heard yet');
      if (!closed) retry = setTimeout(subscribe, SUBSCRIBE_AGAIN_MS);
    }
  };
  void subscribe();
  return () => {
    closed = true;
    clearTimeout(retry);
    unsubscribe?.();
  };
}
