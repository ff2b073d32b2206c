import { z } from 'zod';
import { eventCursor, id } from './ids.js';
import { activeTurn, budgetStanding, failure, intent, message, session, turnStage } from './shapes.js';

/**
 * The events of a session. In the event log and on the wire each is `{id, type, session_id, at, …}`, where
 * `id` is its cursor; ephemeral ones have no id and are not in the log.
 */

const of = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({
    id: eventCursor.optional(),
    type: z.literal(type),
    session_id: id,
    at: z.iso.datetime(),
    ...shape,
  });

export const sessionEvent = z.discriminatedUnion('type', [
  of('message.created', { message }),
  of('turn.queued', { turn_id: id, position: z.number().int() }),
  of('turn.started', { turn_id: id, attempt: z.number().int(), message_id: id }),
  of('turn.stage', {
    turn_id: id,
    stage: turnStage,
    intent: intent.optional(),
    sources: z.number().int().optional(),
  }),
  of('message.delta', {
    turn_id: id,
    message_id: id,
    attempt: z.number().int(),
    /** UTF-16 units of the answer before this text. */
    offset: z.number().int(),
    text: z.string(),
  }),
  of('turn.restarted', { turn_id: id, attempt: z.number().int(), reason: z.string() }),
  of('turn.model', {
    turn_id: id,
    /** Null where no model answers. */
    model: z.string().nullable(),
    fallback: z.boolean(),
    cached: z.boolean(),
    cached_at: z.iso.datetime().nullish(),
    canned: z.boolean().optional(),
  }),
  of('turn.completed', { turn_id: id, message }),
  of('turn.stopped', { turn_id: id, message }),
  of('turn.failed', { turn_id: id, error: failure, will_retry: z.boolean() }),
  of('session.updated', { session }),
  of('budget.warning', budgetStanding.shape),
  of('snapshot', {
    messages: z.array(message),
    active_turn: activeTurn.nullable(),
    cursor: eventCursor,
    /** Of the session's user, where it is nearly used up. Servers before 0.2 do not tell. */
    budget: budgetStanding.nullable().optional(),
  }),
  of('typing', { user_id: z.string() }),
  of('stream.closing', {
    reason: z.enum(['draining', 'auth_expired', 'replaced']),
    retry_ms: z.number().int(),
  }),
]);

export type SessionEvent = z.infer<typeof sessionEvent>;
export type SessionEventType = SessionEvent['type'];
type WithoutEnvelope<E> = E extends SessionEvent ? Omit<E, 'id' | 'session_id' | 'at'> : never;
/** An event as its author writes it; the log adds the cursor, {@link encodeEvent} the session and the time. */
export type NewEvent = WithoutEnvelope<SessionEvent>;
