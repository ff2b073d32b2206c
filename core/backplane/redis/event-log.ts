import type { SessionEventType } from '../../contracts/events.js';
import { parseCursor } from '../cursor.js';
import {
  type AppendResult,
  type EncodedEvent,
  ERASED_EPOCH,
  type EventLog,
  eventLogLimits,
  LAST_SEQUENCE,
  type LoggedEvent,
} from '../event-log.js';
import type { Subscriptions } from '../subscriptions.js';
import { parseWakeUp } from '../wake-up.js';
import type { RedisClient } from './connect.js';
import { createScript } from './script.js';
import { appendScript, eraseScript, readScript, renewScript, tailScript } from './scripts.js';

/** Event logs as Redis streams; `scripts.ts` says how they are kept. */
export function createRedisEventLog(options: {
  client: RedisClient;
  subscriptions: Subscriptions;
  limits?: Partial<Record<keyof typeof eventLogLimits, number>>;
}): EventLog {
  const { client, subscriptions } = options;
  const limits = { ...eventLogLimits, ...options.limits };
  const ttlMs = limits.ttlSeconds * 1_000;
  const append = createScript(client, appendScript);
  const read = createScript(client, readScript);
  const tail = createScript(client, tailScript);
  const erase = createScript(client, eraseScript);
  const renew = createScript(client, renewScript);

  return {
    append: async (sessionId, events, guard) => {
      const keys = [headKey(sessionId), logKey(sessionId)];
      if (guard?.once !== undefined) keys.push(`aside:{${sessionId}}:once:${guard.once}`);
      const fence = guard && 'epoch' in guard ? [guard.epoch, guard.sequence] : ['', ''];
      const args = [ttlMs, limits.maxEvents, channelOf(sessionId), limits.inlineBytes, ...fence];
      for (const event of events) args.push(event.type, event.json);
      return appendResult(await append(keys, args));
    },
    read: async (sessionId, after, limit) => {
      const cursor = parseCursor(after);
      if (!cursor) return { known: false };
      const answer = await read(
        [headKey(sessionId), logKey(sessionId)],
        [cursor.generation, cursor.number, limit, limits.readBytes],
      );
      if (!Array.isArray(answer)) return { known: false };
      const [last, entries] = answer as [number, StreamEntry[]];
      return { known: true, events: entries.map(eventOf), more: cursor.number + entries.length < last };
    },
    tail: async (sessionId) => {
      const answer = await tail([headKey(sessionId), logKey(sessionId)], [ttlMs]);
      const [cursor, epoch, begun] = answer as [string, number | null, string | null];
      return { cursor, attempt: epoch === null || begun === null ? null : { epoch, cursor: begun } };
    },
    tails: (sessionIds) =>
      Promise.all(
        sessionIds.map(async (sessionId) => {
          const [generation, number] = await client.hmget(headKey(sessionId), 'g', 'n');
          return generation && number ? `${generation}-${number}` : null;
        }),
      ),
    erase: async (sessionId) => {
      const keys = [headKey(sessionId), logKey(sessionId)];
      await erase(keys, [ttlMs, channelOf(sessionId), ERASED_EPOCH]);
    },
    renew: async (sessionId, epoch) => {
      const keys = [headKey(sessionId), logKey(sessionId)];
      await renew(keys, [ttlMs, channelOf(sessionId), epoch, LAST_SEQUENCE - 1]);
    },
    subscribe: (sessionId, listener) =>
      subscriptions.subscribe(
        channelOf(sessionId),
        {
          onMessage: (text) => {
            const wakeUp = parseWakeUp(text);
            if (wakeUp) listener(wakeUp);
          },
          onGap: () => listener({ cursor: null }),
        },
        limits.appendTimeoutMs,
      ),
  };
}

const headKey = (sessionId: string) => `aside:{${sessionId}}:head`;
const logKey = (sessionId: string) => `aside:{${sessionId}}:log`;
const channelOf = (sessionId: string) => `aside:{${sessionId}}:wake`;

function appendResult(answer: unknown): AppendResult {
  if (answer === 'duplicate' || answer === 'fenced') return { outcome: answer };
  return { outcome: 'written', cursor: String(answer) };
}

type StreamEntry = [id: string, fields: [type: string, json: string]];

function eventOf([cursor, [type, json]]: StreamEntry): LoggedEvent {
  return { cursor, type: type as SessionEventType, json } satisfies EncodedEvent & { cursor: string };
}
