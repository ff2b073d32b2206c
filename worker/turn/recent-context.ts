import { z } from 'zod';
import { type KeyStore, recentContextKey } from '../../core/backplane/keys.js';
import { language, messageStatus, messageType } from '../../core/contracts/shapes.js';
import type { Logger } from '../../core/logger.js';
import type { Db } from '../../core/store/data-source.js';
import { recentMessages } from '../../core/store/messages.js';
import { type HistoryMessage, MAX_EXCHANGES } from '../prompt/history.js';

const recalledMessage = z.object({
  id: z.string(),
  type: messageType,
  status: messageStatus,
  content: z.string(),
  replyTo: z.string().nullable(),
  position: z.number(),
  version: z.number(),
});

const recentContext = z.object({
  /** Position of the newest answer in it. */
  throughPosition: z.number(),
  messages: z.array(recalledMessage),
  /** Of the last questions, newest first. */
  intents: z.array(z.string()),
  language: language.nullable(),
  /** What was named, of whatever kind, newest first. */
  entities: z.array(z.string()),
});

/**
 * What the conversation was about just now: its last messages, intent, entities and language. It lives for an hour
 * in the key store, and is rebuilt from Postgres whenever it is absent, not up to date, or of another version.
 */
export type RecentContext = z.infer<typeof recentContext>;

/** At most about 200 KB per session: a prompt has room for less of each message than that. */
export const recentContextLimits = {
  messages: 2 * MAX_EXCHANGES,
  messageCharacters: 10_000,
  entities: 20,
  intents: 5,
  ttlSeconds: 3_600,
} as const;

/** What is remembered of a session, if anything; it may be out of date. Never rejects. */
export async function findRecentContext(
  deps: { keys: KeyStore; logger: Logger },
  sessionId: string,
): Promise<RecentContext | null> {
  try {
    const kept = await deps.keys.get(recentContextKey(sessionId));
    return kept === null ? null : parse(kept);
  } catch (error) {
    deps.logger.debug({ err: error }, 'recent context is rebuilt: the key store cannot be reached');
    return null;
  }
}

/** What was found when it goes up to the question, else rebuilt. */
export async function loadRecentContext(
  deps: { db: Db },
  found: RecentContext | null,
  session: { id: string; beforePosition: number },
): Promise<RecentContext> {
  // Any other position means that a turn ended elsewhere, or that an earlier one was run again.
  if (found?.throughPosition === session.beforePosition - 1) return found;
  const messages = await recentMessages(deps.db, {
    sessionId: session.id,
    beforePosition: session.beforePosition,
    limit: recentContextLimits.messages,
    characters: recentContextLimits.messageCharacters,
  });
  const asked = messages.filter((message) => message.type === 'user').reverse();
  return {
    throughPosition: session.beforePosition - 1,
    messages: messages.map(short),
    intents: asked.flatMap(({ intent }) => intent?.name ?? []).slice(0, recentContextLimits.intents),
    language: asked[0]?.language ?? null,
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
    messages: context.messages.slice(-recentContextLimits.messages).map(short),
    intents: context.intents.slice(0, recentContextLimits.intents),
    entities: mentioned(context.entities),
  };
  await deps.keys
    .set(recentContextKey(sessionId), JSON.stringify(bounded), recentContextLimits.ttlSeconds)
    .catch((error) => {
      deps.logger.debug({ err: error }, 'recent context was not kept: the key store cannot be reached');
    });
}

function parse(text: string): RecentContext | null {
  try {
    return recentContext.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What a prompt needs of a message, and no more. */
function short({ id, type, status, content, replyTo, position, version }: HistoryMessage): HistoryMessage {
  const kept = content.slice(0, recentContextLimits.messageCharacters).toWellFormed();
  return { id, type, status, content: kept, replyTo, position, version };
}

function mentioned(values: string[]): string[] {
  return [...new Set(values)].slice(0, recentContextLimits.entities);
}
