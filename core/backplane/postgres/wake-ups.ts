import type { EventLog, WakeUp } from '../event-log.js';
import type { Subscriptions } from '../subscriptions.js';
import { parseWakeUp } from '../wake-up.js';

const CHANNEL = 'aside_events';

/**
 * Wake-ups of all sessions come over one channel, as `<session id> <wake-up>`, and are handed to those who watch
 * the session. The channel is listened to from the first subscription on.
 */
export function createSessionWakeUps(
  subscriptions: Subscriptions,
  limitMs: number,
): Pick<EventLog, 'subscribe'> {
  const sessions = new Map<string, Set<(wakeUp: WakeUp) => void>>();
  const onMessage = (text: string) => {
    const space = text.indexOf(' ');
    const listeners = sessions.get(text.slice(0, space));
    if (!listeners) return;
    const wakeUp = parseWakeUp(text.slice(space + 1));
    if (wakeUp) for (const listener of listeners) listener(wakeUp);
  };
  const onGap = () => {
    for (const listeners of sessions.values()) for (const listener of listeners) listener({ cursor: null });
  };
  const channel = { onMessage, onGap };
  let standing: Promise<() => void> | null = null;

  const listen = async () => {
    standing ??= subscriptions.subscribe(CHANNEL, channel, limitMs);
    try {
      await standing;
    } catch (error) {
      standing = null;
      throw error;
    }
  };
  return {
    subscribe: async (sessionId, listener) => {
      await listen();
      const listeners = sessions.get(sessionId) ?? new Set();
      sessions.set(sessionId, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && sessions.get(sessionId) === listeners) sessions.delete(sessionId);
      };
    },
  };
}
