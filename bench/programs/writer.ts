import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { createBackplane } from '../../core/backplane/create-backplane.js';
import { encodeEvent } from '../../core/backplane/event-log.js';
import { type BareMessage, channelOf } from '../bare/messages.js';
import { serve } from '../rpc.js';

/* Stands where the worker stands, without a model: what the path from there on can carry. */

export interface Writing {
  /** Null where the backplane is Postgres alone. */
  redisUrl: string | null;
  databaseUrl: string;
  sessionIds: string[];
  /** The pieces of each answer, in order. */
  pieces: string[];
}

/** Tokens of each session that the bare stack has on the way at once. */
const UNDERWAY = 8;

const methods = {
  /** Appends each answer to its session's log, one append of a session at a time, as the worker does. */
  aside: async ({ redisUrl, databaseUrl, sessionIds, pieces }: Writing): Promise<number> => {
    const logger = pino({ level: 'silent' });
    const backplane = await createBackplane({ config: { production: false, redisUrl, databaseUrl }, logger });
    await backplane.check();
    const startedAt = now();
    await Promise.all(
      sessionIds.map(async (sessionId) => {
        const ids = { turn_id: randomUUID(), message_id: randomUUID(), attempt: 1 };
        let offset = 0;
        let sequence = 0;
        for (const text of pieces) {
          const delta = encodeEvent(sessionId, { type: 'message.delta', ...ids, offset, text });
          await backplane.events.append(sessionId, [delta], { epoch: 1, sequence: ++sequence });
          offset += text.length;
        }
        const end = { type: 'turn.completed', json: '{"type":"turn.completed"}' } as const;
        await backplane.events.append(sessionId, [end]);
      }),
    );
    await backplane.close();
    return startedAt;
  },
  /** Publishes each token to its session's channel, without waiting for each. */
  bare: async ({ redisUrl, sessionIds, pieces }: Writing): Promise<number> => {
    const publisher = new Redis(redisUrl ?? '', { enableAutoPipelining: true });
    const publish = (sessionId: string, message: BareMessage) =>
      publisher.publish(channelOf(sessionId), JSON.stringify(message));
    await publisher.ping();
    const startedAt = now();
    let offset = 0;
    let underway: Promise<unknown>[] = [];
    for (const [index, text] of pieces.entries()) {
      for (const sessionId of sessionIds) underway.push(publish(sessionId, { type: 'token', offset, text }));
      offset += text.length;
      if (index % UNDERWAY !== UNDERWAY - 1) continue;
      await Promise.all(underway);
      underway = [];
    }
    await Promise.all(underway);
    await Promise.all(sessionIds.map((sessionId) => publish(sessionId, { type: 'done' })));
    publisher.disconnect();
    return startedAt;
  },
};

/** Milliseconds since 1970 with fractions, the same clock in every process of this machine. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

export type WriterMethods = typeof methods;

serve(methods);
