import { z } from 'zod';
import { encodeEvent } from '../../core/backplane/event-log.js';
import { type SignalBus, TYPING_SIGNAL } from '../../core/backplane/signals.js';
import { clientId, id } from '../../core/contracts/ids.js';
import type { Logger } from '../../core/logger.js';
import { bestEffort } from '../after-commit/best-effort.js';
import type { LiveHub } from './hub.js';

export const typingLimits = {
  /** One person's typing in one session is passed on once in this time by each process; the rest is dropped. */
  everyMs: 2_000,
  /** People typing whose last time is remembered; beyond it, the one remembered longest is forgotten. */
  remembered: 10_000,
} as const;

const payload = z.object({ session_id: id, user_id: z.string(), client: clientId.nullable() });

/** Who is typing, told to the other viewers of a session in every process. Never in the log: it is of no use later. */
export interface Typing {
  /** Never rejects: nobody waits for news of this kind. `client` is where it comes from, and is not told. */
  note(sessionId: string, userId: string, client: string | null): Promise<void>;
  /** What {@link TYPING_SIGNAL} brought, from this process too. */
  heard(payload: string): void;
}

export function createTyping(deps: {
  hub: Pick<LiveHub, 'tell'>;
  signals: SignalBus;
  logger: Logger;
}): Typing {
  const { hub, signals, logger } = deps;
  /** When each was last passed on, the one longest ago first. */
  const passedOn = new Map<string, number>();

  const isTooSoon = (key: string): boolean => {
    const now = performance.now();
    const last = passedOn.get(key);
    if (last !== undefined && now - last < typingLimits.everyMs) return true;
    passedOn.delete(key);
    passedOn.set(key, now);
    const [oldest] = passedOn.keys();
    if (passedOn.size > typingLimits.remembered && oldest !== undefined) passedOn.delete(oldest);
    return false;
  };
  return {
    note: async (sessionId, userId, client) => {
      if (isTooSoon(`${sessionId} ${userId}`)) return;
      const said: z.infer<typeof payload> = { session_id: sessionId, user_id: userId, client };
      await bestEffort(() => signals.publish(TYPING_SIGNAL, JSON.stringify(said)), {
        logger,
        failed: 'typing was not told',
        about: { session_id: sessionId },
        level: 'debug',
      });
    },
    heard: (text) => {
      const said = readPayload(text);
      if (!said) return;
      const { session_id, user_id, client } = said;
      hub.tell(session_id, encodeEvent(session_id, { type: 'typing', user_id }), client);
    },
  };
}

/** Null for anything else: what comes over a shared channel is not taken on trust. */
function readPayload(text: string): z.infer<typeof payload> | null {
  try {
    return payload.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
