import type { KeyStore } from '../../core/backplane/keys.js';
import type { Language } from '../../core/domain/message.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import { recentMessages } from '../../core/store/messages.js';
import type { HistoryMessage } from '../prompt/history.js';

/**
 * What the conversation was about just now: its last messages, intent, entities and language. It lives for an hour
 * in the key store, and is rebuilt from Postgres whenever it is absent or not up to date.
 */
export interface RecentContext {
  /** Position of the newest answer in it. */
  throughPosition: number;
  messages: HistoryMessage[];
  lastIntent: string | null;
  language: Language | null;
  /** Names of services and regions that were mentioned, newest first. */
  entities: string[];
}

export const recentContextLimits = { messages: 10, entities: 20, ttlSeconds: 3_600 } as const;

export async function loadRecentContext(
  deps: { db: Db; keys: KeyStore; logger: Logger },
  session: { id: string; beforePosition: number },
): Promise<RecentContext> {
  const cached = await deps.keys.get(keyOf(session.id)).catch((error: unknown) => {
    deps.logger.debug({ err: error }, 'recent context is rebuilt: the key store cannot be reached');
    return null;
  });
  if (cached) {
    const context = JSON.parse(cached) as RecentContext;
    // Anything else means that a turn ended elsewhere, or that an earlier one was run again.
    if (context.throughPosition === session.beforePosition - 1) return context;
  }
  const messages = await recentMessages(deps.db, {
    sessionId: session.id,
    beforePosition: session.beforePosition,
    limit: recentContextLimits.messages,
  });
  const asked = messages.findLast((message) => message.type === 'user');
  return {
    throughPosition: session.beforePosition - 1,
    messages,
    lastIntent: asked?.intent?.name ?? null,
    language: asked?.language ?? null,
    entities: mentioned(messages.flatMap((message) => message.entities.map((entity) => entity.value))),
  };
}

/** Best effort: without it the next turn asks Postgres. */
export async function saveRecentContext(
  deps: { keys: KeyStore; logger: Logger },
  sessionId: string,
  context: RecentContext,
): Promise<void> {
  const bounded = {
    ...context,
    messages: context.messages.slice(-recentContextLimits.messages),
    entities: mentioned(context.entities),
  };
  await deps.keys
    .set(keyOf(sessionId), JSON.stringify(bounded), recentContextLimits.ttlSeconds)
    .catch((error) => {
      deps.logger.debug({ err: error }, 'recent context was not kept: the key store cannot be reached');
    });
}

function mentioned(values: string[]): string[] {
  return [...new Set(values)].slice(0, recentContextLimits.entities);
}

function keyOf(sessionId: string): string {
  return `context:${sessionId}`;
}
