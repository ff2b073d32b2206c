import type { EventLog } from './event-log.js';
import { type KeyStore, recentContextKey } from './keys.js';

/**
 * Removes what the backplane holds of a session that is gone, and keeps its log from being written again. Only for
 * good measure: nobody is let near it any more, and all of it expires within an hour by itself.
 */
export async function eraseTraces(
  backplane: { events: EventLog; keys: KeyStore },
  sessionId: string,
): Promise<void> {
  await Promise.all([backplane.events.erase(sessionId), backplane.keys.delete(recentContextKey(sessionId))]);
}
